import { describe, expect, it } from 'vitest';
import { english } from '../words.testing';
import { dueWarning, duration, label } from './clock';

describe('the time that is left', () => {
  it.each([
    [11_520, 'Ends in 3 h 12 min'],
    [3_600, 'Ends in 1 h 0 min'],
    [3_599, 'Ends in 59 min'],
    [60, 'Ends in 1 min'],
    [59, 'Ends in less than a minute'],
    [0, 'Ending now'],
    [-5, 'Ending now']
  ])('%i s are "%s"', (seconds, words) => {
    expect(label(seconds, english)).toBe(words);
  });

  it('is said in hours and minutes', () => {
    expect(duration(90_061, english)).toBe('25 h 1 min');
  });
});

describe('warnings', () => {
  it.each([
    [601, [], null],
    [600, [], 600],
    [450, [600], null],
    [300, [600], 300],
    [10, [600, 300], null],
    [0, [], null]
  ])('with %i s left and %j given: %j', (left, given, due) => {
    expect(dueWarning(left, new Set(given))).toBe(due);
  });

  it('come once where a page is opened late', () => {
    expect(dueWarning(200, new Set())).toBe(300);
    expect(dueWarning(195, new Set([300]))).toBeNull();
  });
});
