// What the panel knows; how it looks is in the other files of this folder.
import { VDomModel } from '@jupyterlab/ui-components';
import type { ICell, IFoundNotebooks, INarrowing, IRecording, IShelf, IStatus } from '../api';
import type { ICopyOpener, IGallery } from '../tokens';
import { sentenceOf } from '../trouble';
import type { ICellInserter } from './cells';
import { SearchAsTyped } from './search';

/** What answers a question. */
interface IAnswer {
  found: IFoundNotebooks;
  cells: ICell[];
}

const NOTHING: IFoundNotebooks = { items: [], total: 0 };
const EVERYTHING: INarrowing = { language: '', health: '', deprecated: '' };

export class PanelModel extends VDomModel {
  constructor(
    private readonly gallery: IGallery,
    private readonly opener: ICopyOpener,
    private readonly inserter: ICellInserter | null = null
  ) {
    super();
    this._search = new SearchAsTyped(
      words => this.ask(words),
      (words, answer, error) => this.showResults(words, answer, error)
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
  found: IFoundNotebooks = NOTHING;
  /** What the search is narrowed to. */
  narrowing: INarrowing = EVERYTHING;
  /** Languages of what was found since the panel is here: what can be chosen from. */
  readonly languages = new Set<string>();
  /** Single cells that answer the same words. */
  cells: ICell[] = [];
  /** The cell that was inserted last. */
  inserted: ICell | null = null;
  shelf: IShelf | null = null;
  /** What is recorded of runs; null until it is known. */
  recording: IRecording | null = null;
  /** A sentence about the last thing that failed. */
  problem: string | null = null;
  /** Something is under way that a button began. */
  busy = false;

  search(words: string): void {
    this.words = words;
    this.narrowing = { ...this.narrowing, deprecated: '' }; // was wanted for the question before
    this.problem = null;
    this.stateChanged.emit();
    this._search.typed(words);
  }

  /** Ask the same again, narrowed otherwise. */
  narrow(changed: Partial<INarrowing>): void {
    this.narrowing = { ...this.narrowing, ...changed };
    this.stateChanged.emit();
    this._search.again(this.words);
  }

  /** Ask the same again, narrowed to nothing. */
  widen(): void {
    this.narrow({ language: '', health: '' });
  }

  open(notebook: string): Promise<void> {
    return this.attempt(() => this.opener.pull(notebook));
  }

  /** Put a cell into the notebook in which the person works. */
  insert(cell: ICell): void {
    this.problem = null;
    this.inserted = this.inserter?.insert(cell.source) ? cell : null;
    this.noNotebook = this.inserted === null;
    this.stateChanged.emit();
  }

  /** There was no notebook to put a cell into. */
  noNotebook = false;

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

  private async ask(words: string): Promise<IAnswer> {
    const { gallery, narrowing } = this;
    const [found, cells] = await Promise.all([gallery.search(words, narrowing), gallery.cells(words, narrowing)]);
    return { found, cells };
  }

  private showResults(words: string, answer: IAnswer | null, error?: unknown): void {
    this.answered = answer ? words : '';
    this.found = answer?.found ?? NOTHING;
    this.found.items.forEach(({ language }) => language && this.languages.add(language));
    this.cells = answer?.cells ?? [];
    this.inserted = null;
    this.noNotebook = false;
    this.problem = error === undefined ? this.problem : sentenceOf(error);
    this.stateChanged.emit();
  }

  private readonly _search: SearchAsTyped<IAnswer>;
}
