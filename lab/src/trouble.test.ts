import { expect, it } from 'vitest';
import { readProblem } from './trouble';

it('reads our own refusals', () => {
  const text = JSON.stringify({ message: 'Sign in.', reason: 'not-signed-in', extra: 1 });
  const trouble = readProblem(403, text);
  expect([trouble.message, trouble.reason]).toEqual(['Sign in.', 'not-signed-in']);
  expect(trouble.details).toEqual({ extra: 1 });
});

it.each(['<html>502</html>', 'null', '[]', '{"message": 7}', ''])(
  'makes a sentence of %j',
  text => {
    expect(readProblem(502, text).message).toContain('(502)');
  }
);
