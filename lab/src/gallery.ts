// The gallery as our half in the Jupyter server offers it.
import type { PartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type {
  IAbout,
  ICell,
  IFoundNotebooks,
  IHealth,
  INarrowing,
  IOutcome,
  IPreview,
  IRecording,
  ISaved,
  IShelf,
  ISimilars,
  IStatus
} from './api';
import type { Content, IGallery, IOrigin, IRecord } from './tokens';

/** Asks with a GET, or with a POST where there is a body. */
export type Ask = <T>(name: string, body?: PartialJSONObject) => Promise<T>;

export class Gallery implements IGallery {
  constructor(private readonly ask: Ask) {}

  get status(): IStatus | null {
    return this._status;
  }

  get statusChanged(): ISignal<IGallery, IStatus> {
    return this._statusChanged;
  }

  async refresh(): Promise<IStatus> {
    this._status = await this.ask<IStatus>('status');
    this._statusChanged.emit(this._status);
    return this._status;
  }

  async signIn(token: string): Promise<void> {
    await this.ask('sign-in', { token });
    await this.refresh();
  }

  async signOut(): Promise<void> {
    await this.ask('sign-out', {});
    await this.refresh();
  }

  redeem(ticket: string): Promise<IOutcome> {
    return this.ask('redeem', { ticket });
  }

  pull(notebook: string, revision?: number): Promise<IOutcome> {
    return this.ask('pull', version(notebook, revision));
  }

  pullBeside(notebook: string, revision?: number): Promise<IOutcome> {
    return this.ask('pull', { ...version(notebook, revision), beside: true });
  }

  preview(content: Content, path: string): Promise<IPreview> {
    return this.ask('preview', { content, path });
  }

  similar(content: Content): Promise<ISimilars> {
    return this.ask('similar', { content });
  }

  saveNew(about: IAbout, content: Content, path: string): Promise<ISaved> {
    return this.ask('save-new', { ...about, content, path });
  }

  saveVersion(
    base: IOrigin,
    message: string,
    content: Content,
    path: string
  ): Promise<ISaved> {
    const { notebook, revision } = base;
    const body = { notebook, base_revision: revision, message, content, path };
    return this.ask('save-version', body);
  }

  search(words: string, narrowing: INarrowing): Promise<IFoundNotebooks> {
    return this.ask(`search?${parameters(words, { ...narrowing })}`);
  }

  async cells(words: string, { language, health }: INarrowing): Promise<ICell[]> {
    return (await this.ask<{ items: ICell[] }>(`cells?${parameters(words, { language, health })}`)).items;
  }

  shelf(): Promise<IShelf> {
    return this.ask('shelf');
  }

  recording(): Promise<IRecording> {
    return this.ask('recording');
  }

  async toldOfRecording(): Promise<void> {
    await this.ask('recording-told', {});
  }

  async recordExecutions(records: IRecord[]): Promise<void> {
    await this.ask('executions', { items: records.map(record => ({ ...record })) });
  }

  health(notebook: string, cellHash: string): Promise<IHealth> {
    const question = new URLSearchParams({ notebook, cell: cellHash });
    return this.ask(`health?${question.toString()}`);
  }

  async report(notebook: string, cellHash: string): Promise<void> {
    await this.ask('report', { notebook, cell_hash: cellHash });
  }

  private _status: IStatus | null = null;
  private readonly _statusChanged = new Signal<IGallery, IStatus>(this);
}

/** A question as an address says it, without what narrows nothing. */
export function parameters(words: string, narrowing: Record<string, string>): string {
  const said = Object.entries(narrowing).filter(([, value]) => value);
  return new URLSearchParams([['q', words], ...said]).toString();
}

function version(notebook: string, revision?: number): PartialJSONObject {
  return revision === undefined ? { notebook } : { notebook, revision };
}
