// Opens copies of gallery notebooks; where there is one already, the person chooses.
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IOutcome } from '../api';
import { choose } from '../choice';
import type { ICopyOpener, IGallery } from '../tokens';
import { question } from './question';

export class CopyOpener implements ICopyOpener {
  constructor(
    private readonly gallery: IGallery,
    private readonly documents: IDocumentManager,
    private readonly trans: TranslationBundle
  ) {}

  async open(outcome: IOutcome): Promise<void> {
    if (outcome.status === 'written' || outcome.status === 'unchanged') {
      this.show(outcome.path);
      return;
    }
    const choice = await this.ask(outcome);
    if (choice === 'mine') {
      this.show(outcome.path);
    } else if (choice === 'theirs') {
      await this.pullBeside(outcome.notebook, outcome.revision);
    }
  }

  async pull(notebook: string, revision?: number): Promise<void> {
    await this.open(await this.gallery.pull(notebook, revision));
  }

  async pullBeside(notebook: string, revision: number): Promise<void> {
    this.show((await this.gallery.pullBeside(notebook, revision)).path);
  }

  private show(path: string): void {
    this.documents.openOrReveal(path);
  }

  private ask(outcome: IOutcome): Promise<'mine' | 'theirs' | null> {
    const { title, sentences, mine, theirs } = question(outcome, this.trans);
    return choose<'mine' | 'theirs'>(
      title,
      sentences,
      [
        { id: 'mine', label: mine },
        { id: 'theirs', label: theirs }
      ],
      this.trans.__('Cancel')
    );
  }
}
