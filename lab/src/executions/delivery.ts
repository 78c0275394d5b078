// Brings records to our half in the Jupyter server, which keeps them on its disk. Until then they survive a reload of
// this page, and a server that is away for a while. Each has an id, so that one delivered twice counts once.
import type { IDisposable } from '@lumino/disposable';
import type { IRecord } from '../tokens';
import { Trouble } from '../trouble';

/** As much of the browser's storage as is needed here. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const MOST = 2000;
const AT_ONCE = 500;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** Answers that no other try would change. */
const UNFIT = new Set(['bad-record', 'bad-request']);

export class Delivery implements IDisposable {
  constructor(
    private readonly send: (records: IRecord[]) => Promise<unknown>,
    private readonly store: Store,
    private readonly key: string,
    private readonly most: number = MOST
  ) {
    this.waiting = readRecords(store.getItem(key));
    this.go();
  }

  add(record: IRecord): void {
    this.waiting.push(record);
    this.waiting.splice(0, this.waiting.length - this.most);
    this.keep();
    this.go();
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }

  private go(): void {
    if (!this.busy && this.waiting.length > 0 && !this.disposed) {
      this.busy = true;
      const batch = this.waiting.slice(0, AT_ONCE);
      void this.send(batch).then(
        () => this.done(batch),
        (error: unknown) => this.failed(batch, error)
      );
    }
  }

  private done(batch: IRecord[]): void {
    const gone = new Set(batch.map(record => record.id));
    this.waiting = this.waiting.filter(record => !gone.has(record.id));
    this.keep();
    this.busy = false;
    this.pause = FIRST_PAUSE;
    this.go();
  }

  private failed(batch: IRecord[], error: unknown): void {
    if (error instanceof Trouble && UNFIT.has(error.reason)) {
      this.done(batch);
      return;
    }
    this.timer = setTimeout(() => {
      this.busy = false;
      this.go();
    }, this.pause);
    this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
  }

  private keep(): void {
    try {
      if (this.waiting.length > 0) {
        this.store.setItem(this.key, JSON.stringify(this.waiting));
      } else {
        this.store.removeItem(this.key);
      }
    } catch {
      // A browser that keeps nothing: then a reload of the page may lose what the server has not taken yet.
    }
  }

  private waiting: IRecord[];
  private busy = false;
  private disposed = false;
  private pause = FIRST_PAUSE;
  private timer: ReturnType<typeof setTimeout> | undefined;
}

function readRecords(text: string | null): IRecord[] {
  try {
    const read: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(read) ? (read as IRecord[]) : [];
  } catch {
    return [];
  }
}
