import { expect, it } from 'vitest';
import { english } from '../words.testing';
import { noticeOf } from './notice';

it('says what is recorded and what never is', () => {
  const words = noticeOf(false, english).join(' ');
  expect(words).toContain('whether it worked, when, and how long it took');
  expect(words).toContain('never learns your code, your results or the words of an error');
  expect(words).not.toContain('reason');
});

it('says that reasons are recorded where they are', () => {
  expect(noticeOf(true, english).join(' ')).toContain('a rough reason');
});
