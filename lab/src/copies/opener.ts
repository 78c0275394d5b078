// Opens copies of gallery notebooks; where there is one already, the person chooses.
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IOutcome } from '../api';
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
    const choice = await this.choose(outcome);
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

  private async choose(outcome: IOutcome): Promise<'mine' | 'theirs' | null> {
    const { title, body, mine, theirs } = question(outcome, this.trans);
    const { button } = await showDialog({
      title,
      body,
      buttons: [
        Dialog.cancelButton({ label: this.trans.__('Cancel') }),
        Dialog.okButton({ label: theirs, actions: ['theirs'] }),
        Dialog.okButton({ label: mine, actions: ['mine'] })
      ]
    });
    const [choice] = button.actions;
    return choice === 'mine' || choice === 'theirs' ? choice : null;
  }
}
