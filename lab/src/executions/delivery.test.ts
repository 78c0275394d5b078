import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { IRecord } from '../tokens';
import { Trouble } from '../trouble';
import { Delivery } from './delivery';

const AWAY = new Trouble('Your Jupyter server does not answer.', 'server-unreachable');

/** Our half in the Jupyter server, and the browser's storage. */
class Server {
  readonly taken: string[] = [];
  refusal: Trouble | null = null;
  /** It takes the records, and its answer is lost. */
  deaf = false;
  readonly kept = new Map<string, string>();
  readonly store = {
    getItem: (key: string) => this.kept.get(key) ?? null,
    setItem: (key: string, text: string) => void this.kept.set(key, text),
    removeItem: (key: string) => void this.kept.delete(key)
  };

  delivery(most?: number): Delivery {
    return new Delivery(records => this.take(records), this.store, 'key', most);
  }

  private take(records: IRecord[]): Promise<void> {
    if (this.refusal) {
      return Promise.reject(this.refusal);
    }
    this.taken.push(...records.map(record => record.id));
    return this.deaf ? Promise.reject(AWAY) : Promise.resolve();
  }
}

const record = (id: string): IRecord => ({
  id,
  notebook: 'n',
  revision: 1,
  cell_hash: 'h',
  success: true,
  error_type: '',
  runtime_ms: 1,
  started_at: ''
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('delivers at once, in order', async () => {
  const server = new Server();
  const delivery = server.delivery();
  ['a', 'b', 'c'].forEach(id => delivery.add(record(id)));
  await vi.advanceTimersByTimeAsync(0);
  expect(server.taken).toEqual(['a', 'b', 'c']);
  expect(server.kept.size).toBe(0);
});

it('tries again while the server is away, less and less often', async () => {
  const server = new Server();
  server.refusal = AWAY;
  const delivery = server.delivery();
  delivery.add(record('a'));
  await vi.advanceTimersByTimeAsync(10_000);
  server.refusal = null;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.taken).toEqual(['a']);
});

it('sends again with the same id what may have arrived', async () => {
  const server = new Server();
  server.deaf = true;
  server.delivery().add(record('a'));
  await vi.advanceTimersByTimeAsync(500);
  server.deaf = false;
  await vi.advanceTimersByTimeAsync(2000);
  expect(server.taken).toEqual(['a', 'a']);
});

it('survives a reload of the page', async () => {
  const server = new Server();
  server.refusal = AWAY;
  const before = server.delivery();
  before.add(record('a'));
  await vi.advanceTimersByTimeAsync(0);
  before.dispose();
  server.refusal = null;
  server.delivery();
  await vi.advanceTimersByTimeAsync(0);
  expect(server.taken).toEqual(['a']);
});

it('does not try for ever what can never be taken', async () => {
  const server = new Server();
  server.refusal = new Trouble('That is no record.', 'bad-record');
  const delivery = server.delivery();
  delivery.add(record('a'));
  await vi.advanceTimersByTimeAsync(0);
  server.refusal = null;
  delivery.add(record('b'));
  await vi.advanceTimersByTimeAsync(0);
  expect(server.taken).toEqual(['b']);
});

it('keeps a bounded number', async () => {
  const server = new Server();
  server.refusal = AWAY;
  const delivery = server.delivery(20);
  for (let number = 0; number < 25; number++) {
    delivery.add(record(String(number)));
  }
  server.refusal = null;
  await vi.advanceTimersByTimeAsync(300_000);
  expect(server.taken).toHaveLength(20);
  expect(server.taken.at(-1)).toBe('24');
});

it('begins with nothing where the storage holds something else', () => {
  const server = new Server();
  server.kept.set('key', '{"not": "records"');
  server.delivery();
  expect(server.taken).toEqual([]);
});
