import { expect, it } from 'vitest';
import type { IOrigin, IRun } from '../tokens';
import { cellHash } from './cell_hash';
import { Runs } from './runs';

const ORIGIN: IOrigin = { notebook: '11111111-1111-4111-8111-111111111111', revision: 3 };
const BEGIN = Date.parse('2026-11-21T09:00:00Z');

/** A kernel that says what the test wants it to say, at seconds after the beginning. */
class Kernel {
  readonly ended: IRun[] = [];
  origin: IOrigin | null = ORIGIN;
  here = 0;
  surprises = 0;
  readonly runs = new Runs(
    () => this.origin,
    (run, meantToFail) => {
      this.ended.push(run);
      this.surprises += run.success || meantToFail ? 0 : 1;
    },
    () => this.here
  );

  ask(id: string, code: string, metadata: object = { cellId: `cell-${id}` }): void {
    this.runs.sent(message('execute_request', 0, '', id, { code, silent: false }, metadata));
  }

  say(kind: string, id: string, second: number, content: object = {}): void {
    this.runs.received(message(kind, second, id, `${kind}-${id}`, content));
  }

  /** A whole execution. */
  run(id: string, from: number, to: number, reply: object = { status: 'ok' }): void {
    this.say('status', id, from, { execution_state: 'busy' });
    this.say('execute_input', id, from);
    this.say('execute_reply', id, to, reply);
    this.say('status', id, to, { execution_state: 'idle' });
  }
}

function message(kind: string, second: number, parent: string, id: string, content: object, metadata: object = {}) {
  const date = new Date(BEGIN + second * 1000).toISOString();
  return {
    header: { msg_id: id, msg_type: kind, date },
    parent_header: parent ? { msg_id: parent } : {},
    metadata,
    content
  };
}

it('tells what the gallery needs of a cell that worked', () => {
  const kernel = new Kernel();
  kernel.ask('a', 'print(1)');
  kernel.run('a', 1, 3.5);
  expect(kernel.ended).toEqual([
    {
      ...ORIGIN,
      cell_hash: cellHash('print(1)'),
      success: true,
      error_type: '',
      runtime_ms: 2500,
      started_at: '2026-11-21T09:00:01.000Z'
    }
  ]);
});

it('measures each cell of a run of all by itself, without its waiting', () => {
  const kernel = new Kernel();
  ['a', 'b', 'c'].forEach(id => kernel.ask(id, `cell ${id}`));
  kernel.run('a', 0, 60);
  kernel.run('b', 60, 60.2);
  kernel.run('c', 60.2, 61.2);
  expect(kernel.ended.map(run => run.runtime_ms)).toEqual([60_000, 200, 1000]);
});

it('tells of a failure its type and none of its words', () => {
  const kernel = new Kernel();
  kernel.ask('a', 'raise');
  kernel.run('a', 0, 1, { status: 'error', ename: 'KeyError', evalue: 'secret', traceback: ['secret'] });
  expect(kernel.ended[0]).toMatchObject({ success: false, error_type: 'KeyError' });
  expect(JSON.stringify(kernel.ended)).not.toContain('secret');
});

it('leaves out the cells that a failure cancelled, as Python and R tell it', () => {
  const kernel = new Kernel();
  ['a', 'b', 'c'].forEach(id => kernel.ask(id, `cell ${id}`));
  kernel.run('a', 0, 1, { status: 'error', ename: 'ERROR' });
  kernel.say('status', 'b', 1, { execution_state: 'busy' });
  kernel.say('execute_reply', 'b', 1, { status: 'aborted' });
  kernel.say('status', 'b', 1, { execution_state: 'idle' });
  kernel.say('execute_reply', 'c', 1, { status: 'aborted' });
  expect(kernel.ended).toHaveLength(1);
});

it('leaves out what was interrupted before it began, and counts what was interrupted then', () => {
  const kernel = new Kernel();
  kernel.ask('a', 'slow');
  kernel.ask('b', 'next');
  kernel.run('a', 0, 5, { status: 'abort' });
  kernel.say('execute_reply', 'b', 5, { status: 'error', ename: 'KeyboardInterrupt' });
  kernel.say('status', 'b', 5, { execution_state: 'idle' });
  expect(kernel.ended.map(run => run.success)).toEqual([false]);
});

it.each(['', ' \n\t'])('leaves out an empty cell %j', code => {
  const kernel = new Kernel();
  kernel.ask('a', code);
  kernel.run('a', 0, 1);
  expect(kernel.ended).toEqual([]);
});

it('leaves out what is no cell, and notebooks that did not come from the gallery', () => {
  const kernel = new Kernel();
  kernel.ask('a', 'from a widget', {});
  kernel.run('a', 0, 1);
  kernel.origin = null;
  kernel.ask('b', 'mine');
  kernel.run('b', 0, 1);
  expect(kernel.ended).toEqual([]);
});

it('keeps the hash of what was executed, and of which version', () => {
  const kernel = new Kernel();
  kernel.ask('a', 'before');
  kernel.origin = { ...ORIGIN, revision: 4 };
  kernel.run('a', 0, 1);
  expect(kernel.ended[0]).toMatchObject({ cell_hash: cellHash('before'), revision: 3 });
});

it('knows which failures surprise nobody', () => {
  const kernel = new Kernel();
  kernel.ask('a', 'raise', { cellId: 'a', tags: ['raises-exception'] });
  kernel.ask('b', 'raise', { cellId: 'b', tags: ['other'] });
  kernel.run('a', 0, 1, { status: 'error', ename: 'ValueError' });
  kernel.run('b', 1, 2, { status: 'error', ename: 'ValueError' });
  expect([kernel.ended.length, kernel.surprises]).toEqual([2, 1]);
});

it('does not mind in which order reply and beginning come', () => {
  const kernel = new Kernel();
  kernel.ask('a', '1');
  kernel.say('execute_reply', 'a', 2, { status: 'ok' });
  kernel.say('execute_input', 'a', 1);
  kernel.say('status', 'a', 2, { execution_state: 'idle' });
  expect(kernel.ended.map(run => run.runtime_ms)).toEqual([1000]);
});

it('measures here where the kernel does not say the time', () => {
  const kernel = new Kernel();
  kernel.ask('a', '1');
  kernel.here = BEGIN;
  kernel.runs.received({ ...message('execute_input', 0, 'a', 'x', {}), header: { msg_id: 'x', msg_type: 'execute_input', date: '' } });
  kernel.here = BEGIN + 700;
  kernel.say('execute_reply', 'a', 99, { status: 'ok' });
  expect(kernel.ended[0]).toMatchObject({ runtime_ms: 700, started_at: '2026-11-21T09:00:00.000Z' });
});

it('counts what a kernel was executing when it died, and only that', () => {
  const kernel = new Kernel();
  kernel.ask('a', 'too much');
  kernel.ask('b', 'never began');
  kernel.say('execute_input', 'a', 0);
  kernel.here = BEGIN + 4000;
  kernel.runs.restarting();
  kernel.runs.died();
  expect(kernel.ended.map(run => [run.success, run.cell_hash])).toEqual([[false, cellHash('too much')]]);
  kernel.runs.died();
  expect(kernel.ended).toHaveLength(1);
});

it('forgets what was under way when the person restarts the kernel', () => {
  const kernel = new Kernel();
  kernel.ask('a', '1');
  kernel.say('execute_input', 'a', 0);
  kernel.runs.restarting();
  kernel.say('execute_reply', 'a', 1, { status: 'ok' });
  kernel.ask('b', 'too much');
  kernel.say('execute_input', 'b', 2);
  kernel.runs.restarting();
  kernel.runs.died();
  expect(kernel.ended.map(run => run.cell_hash)).toEqual([cellHash('too much')]);
});

it('forgets what was under way when the kernel is ended', () => {
  const kernel = new Kernel();
  kernel.ask('a', '1');
  kernel.say('execute_input', 'a', 0);
  kernel.runs.forget();
  kernel.say('execute_reply', 'a', 1, { status: 'ok' });
  expect(kernel.ended).toEqual([]);
});
