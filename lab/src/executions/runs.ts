// What the messages between JupyterLab and a kernel say of executed cells. Nothing of a cell but its hash is kept.
import type { IOrigin, IRun } from '../tokens';
import { cellHash } from './cell_hash';

/** The parts that matter here of a message of Jupyter's protocol. */
export interface IMessage {
  readonly header: { readonly msg_id: string; readonly msg_type: string; readonly date: string };
  readonly parent_header: { readonly msg_id?: string };
  readonly metadata: object;
  readonly content: unknown;
}

interface IMoment {
  /** By the kernel's clock, which no traffic delays; NaN where it does not say. */
  readonly kernel: number;
  readonly here: number;
}

interface IPending {
  readonly origin: IOrigin;
  readonly hash: string;
  readonly meantToFail: boolean;
  begun?: IMoment;
  /** The reply, where it overtook the news that the kernel had begun. */
  reply?: { readonly status: string; readonly errorType: string; readonly at: IMoment };
  idle?: boolean;
}

const NOT_EXECUTED = 'aborted';
const MEANT_TO_FAIL = 'raises-exception'; // Jupyter's tag

/** Follows one kernel of one document, and tells of each cell that the kernel really executed. */
export class Runs {
  constructor(
    private readonly origin: () => IOrigin | null,
    /** What ended; and whether a failure of it surprises nobody. */
    private readonly ended: (run: IRun, meantToFail: boolean) => void,
    private readonly now: () => number = Date.now
  ) {}

  sent(message: IMessage): void {
    const { header, metadata, content } = message;
    const code = textIn(content, 'code');
    const origin = this.origin();
    // Only cells carry the id of a cell: what widgets and inspectors execute does not.
    if (header.msg_type === 'execute_request' && textIn(metadata, 'cellId') && code.trim() && origin) {
      this.pending.set(header.msg_id, { origin, hash: cellHash(code), meantToFail: isMeantToFail(metadata) });
    }
  }

  received(message: IMessage): void {
    const id = message.parent_header.msg_id ?? '';
    const pending = this.pending.get(id);
    if (!pending) {
      return;
    }
    const at = { kernel: Date.parse(message.header.date), here: this.now() };
    switch (message.header.msg_type) {
      case 'execute_input':
        pending.begun = at;
        break;
      case 'execute_reply':
        pending.reply = {
          status: textIn(message.content, 'status'),
          errorType: textIn(message.content, 'ename'),
          at
        };
        break;
      case 'status':
        pending.idle = textIn(message.content, 'execution_state') === 'idle';
    }
    this.settle(id, pending);
  }

  /** The kernel restarts; only what follows says whether the person wanted that. */
  restarting(): void {
    this.cutOff = [...this.pending];
    this.pending.clear();
  }

  /** It restarted because it had died: what it was executing has failed. */
  died(): void {
    const reply = { status: 'died', errorType: '', at: { kernel: NaN, here: this.now() } };
    for (const [id, pending] of this.cutOff) {
      this.settle(id, { ...pending, reply, idle: true });
    }
    this.cutOff = [];
  }

  /** The kernel was ended or left: what it was executing has neither worked nor failed. */
  forget(): void {
    this.cutOff = [];
    this.pending.clear();
  }

  private settle(id: string, pending: IPending): void {
    const { begun, reply, idle } = pending;
    if (!reply) {
      return;
    }
    if (begun) {
      this.pending.delete(id);
      this.ended(runOf(pending, begun, reply), pending.meantToFail);
    } else if (idle || reply.status === NOT_EXECUTED) {
      this.pending.delete(id);
    }
  }

  private readonly pending = new Map<string, IPending>();
  private cutOff: [string, IPending][] = [];
}

function runOf(
  { origin, hash }: IPending,
  begun: IMoment,
  reply: NonNullable<IPending['reply']>
): IRun {
  const success = reply.status === 'ok';
  const byKernel = reply.at.kernel - begun.kernel;
  const runtime = Number.isNaN(byKernel) ? reply.at.here - begun.here : byKernel;
  const started = Number.isNaN(begun.kernel) ? begun.here : begun.kernel;
  return {
    notebook: origin.notebook,
    revision: origin.revision,
    cell_hash: hash,
    success,
    error_type: success ? '' : reply.errorType,
    runtime_ms: Math.max(0, Math.round(runtime)),
    started_at: new Date(started).toISOString()
  };
}

function isMeantToFail(metadata: object): boolean {
  const { tags } = metadata as { tags?: unknown };
  return Array.isArray(tags) && tags.includes(MEANT_TO_FAIL);
}

function textIn(object: unknown, key: string): string {
  const value = typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[key] : '';
  return typeof value === 'string' ? value : '';
}
