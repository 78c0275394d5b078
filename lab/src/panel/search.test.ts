import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SearchAsTyped } from './search';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface IWaiting {
  words: string;
  answer: (found: string) => void;
  fail: (error: Error) => void;
}

function searching() {
  const asked: IWaiting[] = [];
  const shown: [string, string | null, unknown][] = [];
  const search = new SearchAsTyped<string>(
    words => new Promise((answer, fail) => void asked.push({ words, answer, fail })),
    (words, found, error) => void shown.push([words, found, error])
  );
  return { asked, shown, search };
}

it('asks once, after a pause', async () => {
  const { asked, search } = searching();
  for (const words of ['t', 'ti', 'tide ']) {
    search.typed(words);
  }
  await vi.runAllTimersAsync();
  expect(asked.map(({ words }) => words)).toEqual(['tide']);
});

it('asks the same again at once, and forgets the answer from before', async () => {
  const { asked, shown, search } = searching();
  search.typed('tide');
  await vi.runAllTimersAsync();
  search.again('tide');
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.map(({ words }) => words)).toEqual(['tide', 'tide']);
  asked[1]?.answer('narrowed');
  asked[0]?.answer('everything');
  await vi.runAllTimersAsync();
  expect(shown).toEqual([['tide', 'narrowed', undefined]]);
});

it('forgets the answer to an older question', async () => {
  const { asked, shown, search } = searching();
  search.typed('tide');
  await vi.runAllTimersAsync();
  search.typed('tides');
  await vi.runAllTimersAsync();
  asked[1]?.answer('newer');
  asked[0]?.answer('older');
  await vi.runAllTimersAsync();
  expect(shown).toEqual([['tides', 'newer', undefined]]);
});

it('clears at once where nothing is typed', async () => {
  const { asked, shown, search } = searching();
  search.typed('tide');
  search.typed(' ');
  await vi.runAllTimersAsync();
  expect(asked).toEqual([]);
  expect(shown).toEqual([['', null, undefined]]);
});

it('shows what failed', async () => {
  const { asked, shown, search } = searching();
  search.typed('tide');
  await vi.runAllTimersAsync();
  const error = new Error('away');
  asked[0]?.fail(error);
  await vi.runAllTimersAsync();
  expect(shown).toEqual([['tide', null, error]]);
});
