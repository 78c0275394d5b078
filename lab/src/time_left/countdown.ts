// Counts the time of this server down, by the server's clock.
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { dueWarning } from './clock';

const TICK = 5_000; // milliseconds

export class Countdown implements IDisposable {
  /** `endsAt` and `serverNow` are in seconds since 1970 by the server's clock. */
  constructor(endsAt: number, serverNow: number) {
    this._endsAt = endsAt * 1000 + (Date.now() - serverNow * 1000);
    this._timer = window.setInterval(() => this.tick(), TICK);
  }

  /** Seconds that are left. */
  get left(): number {
    return (this._endsAt - Date.now()) / 1000;
  }

  get ticked(): ISignal<Countdown, number> {
    return this._ticked;
  }

  /** Emits the mark, in seconds, of which a warning is due. */
  get warned(): ISignal<Countdown, number> {
    return this._warned;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  tick(): void {
    this._ticked.emit(this.left);
    const due = dueWarning(this.left, this._given);
    if (due !== null) {
      this._given.add(due);
      this._warned.emit(due);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    window.clearInterval(this._timer);
    Signal.clearData(this);
  }

  private readonly _endsAt: number;
  private readonly _timer: number;
  private readonly _given = new Set<number>();
  private readonly _ticked = new Signal<Countdown, number>(this);
  private readonly _warned = new Signal<Countdown, number>(this);
  private _isDisposed = false;
}
