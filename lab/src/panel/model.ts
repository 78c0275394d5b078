// What the panel knows; how it looks is in the other files of this folder.
import { VDomModel } from '@jupyterlab/ui-components';
import type { IFound, IRecording, IShelf, IStatus } from '../api';
import type { ICopyOpener, IGallery } from '../tokens';
import { sentenceOf } from '../trouble';
import { SearchAsTyped } from './search';

export class PanelModel extends VDomModel {
  constructor(
    private readonly gallery: IGallery,
    private readonly opener: ICopyOpener
  ) {
    super();
    this._search = new SearchAsTyped(
      words => this.gallery.search(words),
      (words, found, error) => this.showResults(words, found, error)
    );
    gallery.statusChanged.connect(this.onStatus);
    if (gallery.status) {
      this.onStatus(gallery, gallery.status); // the answer may have come before the panel
    }
  }

  get status(): IStatus | null {
    return this.gallery.status;
  }

  /** What is typed into the search box. */
  words = '';
  /** Words that `found` answers; empty while nothing is searched. */
  answered = '';
  found: IFound[] = [];
  shelf: IShelf | null = null;
  /** What is recorded of runs; null until it is known. */
  recording: IRecording | null = null;
  /** A sentence about the last thing that failed. */
  problem: string | null = null;
  /** Something is under way that a button began. */
  busy = false;

  search(words: string): void {
    this.words = words;
    this.problem = null;
    this.stateChanged.emit();
    this._search.typed(words);
  }

  open(notebook: string): Promise<void> {
    return this.attempt(() => this.opener.pull(notebook));
  }

  signIn(token: string): Promise<void> {
    return this.attempt(() => this.gallery.signIn(token));
  }

  signOut(): Promise<void> {
    return this.attempt(() => this.gallery.signOut());
  }

  /** Ask again who is signed in and what is on the shelf. */
  refresh(): Promise<void> {
    return this.attempt(async () => {
      await this.gallery.refresh();
    });
  }

  override dispose(): void {
    this.gallery.statusChanged.disconnect(this.onStatus);
    this._search.dispose();
    super.dispose();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = null;
    this.stateChanged.emit();
    try {
      await work();
    } catch (error) {
      this.problem = sentenceOf(error);
    }
    this.busy = false;
    this.stateChanged.emit();
  }

  private readonly onStatus = (_sender: IGallery, status: IStatus): void => {
    this.problem = status.problem;
    this.shelf = status.signed_in ? this.shelf : null;
    this.stateChanged.emit();
    if (status.signed_in) {
      void this.attempt(async () => {
        this.shelf = await this.gallery.shelf();
        this.recording = await this.gallery.recording();
      });
    }
  };

  private showResults(words: string, found: IFound[] | null, error?: unknown): void {
    this.answered = found ? words : '';
    this.found = found ?? [];
    this.problem = error === undefined ? this.problem : sentenceOf(error);
    this.stateChanged.emit();
  }

  private readonly _search: SearchAsTyped<IFound[]>;
}
