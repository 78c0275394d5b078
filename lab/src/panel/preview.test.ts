import { expect, it } from 'vitest';
import { beginningOf } from './preview';

it('shows short code whole', () => {
  expect(beginningOf('a = 1\nb = 2\n')).toEqual({ text: 'a = 1\nb = 2', more: 0 });
});

it('shows the first lines of long code and counts the others', () => {
  const lines = Array.from({ length: 20 }, (_, number) => `x${number} = 1`);
  const { text, more } = beginningOf(lines.join('\n'));
  expect(text.split('\n')).toEqual(lines.slice(0, 8));
  expect(more).toBe(12);
});

it('cuts a line without end', () => {
  expect(beginningOf('x'.repeat(5000)).text).toHaveLength(400);
});
