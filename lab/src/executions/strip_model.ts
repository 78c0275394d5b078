// What the strip above a notebook knows; how it looks is in strip.tsx.
import { VDomModel } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IGallery, IRun } from '../tokens';
import { sentenceOf } from '../trouble';
import { clockTime, sentenceFor } from './sentence';

export type Reporting = 'offered' | 'under way' | 'done';

export interface IFailure {
  notebook: string;
  hash: string;
  sentence: string;
  reporting: Reporting;
  /** Why the owner could not be told. */
  problem: string | null;
}

export class StripModel extends VDomModel {
  constructor(
    private readonly source: IGallery,
    private readonly trans: TranslationBundle
  ) {
    super();
  }

  /** What is recorded here, in sentences; empty unless the person is to be told now. */
  notice: string[] = [];
  failure: IFailure | null = null;

  /** The gallery's address. */
  get gallery(): string {
    return this.source.status?.gallery_url ?? '';
  }

  tell(sentences: string[]): void {
    this.notice = sentences;
    this.stateChanged.emit();
  }

  /** A cell failed: say how it fares with others. Says nothing where the gallery does not. */
  async failed({ notebook, cell_hash }: IRun): Promise<void> {
    this.latest = cell_hash;
    try {
      const health = await this.source.health(notebook, cell_hash);
      const time = (moment: string): string => clockTime(moment, new Date(), document.documentElement.lang || 'en');
      if (this.latest === cell_hash) {
        const sentence = sentenceFor(health, this.trans, time);
        this.show({ notebook, hash: cell_hash, sentence, reporting: 'offered', problem: null });
      }
    } catch {
      // The gallery is away or older: the person has the kernel's own message.
    }
  }

  /** A cell worked: what was said of its failure no longer holds. */
  worked({ cell_hash }: IRun): void {
    if (this.latest === cell_hash) {
      this.close();
    }
  }

  async report(): Promise<void> {
    const failure = this.failure;
    if (failure?.reporting !== 'offered') {
      return;
    }
    this.show({ ...failure, reporting: 'under way', problem: null });
    let next: IFailure = { ...failure, reporting: 'done' };
    try {
      await this.source.report(failure.notebook, failure.hash);
    } catch (error) {
      next = { ...failure, problem: sentenceOf(error) };
    }
    if (this.latest === failure.hash) {
      this.show(next);
    }
  }

  close(): void {
    this.latest = '';
    this.show(null);
  }

  private show(failure: IFailure | null): void {
    this.failure = failure;
    this.stateChanged.emit();
  }

  private latest = '';
}
