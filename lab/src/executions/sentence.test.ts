import { expect, it } from 'vitest';
import type { IHealth, IOthers } from '../api';
import { english } from '../words.testing';
import { clockTime, sentenceFor } from './sentence';

const NOBODY: IOthers = { users: 0, working: 0, failing: 0, failing_since: null };
const SINCE = '2026-11-21T09:10:00Z';

function say(others: Partial<IOthers> | null, outage: IHealth['outage'] = null): string {
  return sentenceFor({ outage, others: others && { ...NOBODY, ...others } }, english, () => '09:10');
}

it('says that others fail too, and since when', () => {
  expect(say({ users: 40, working: 37, failing: 3, failing_since: SINCE })).toBe(
    'It is not only you: it has failed for everybody since 09:10 (3 others).'
  );
  expect(say({ users: 1, failing: 1, failing_since: SINCE })).toContain('(1 other person)');
});

it('says that it works for others, and what to check then', () => {
  expect(say({ users: 41, working: 41 })).toBe('It works for 41 others: check your input or your access.');
  expect(say({ users: 1, working: 1 })).toContain('for 1 other person:');
  expect(say({ users: 43, working: 41, failing: 2 })).toContain('It works for 41 others');
  expect(say({ users: 43, working: 41, failing: 2 })).toContain('It fails for 2 others.');
});

it('says that nobody can know', () => {
  expect(say({})).toBe('Nobody else has run this cell yet.');
  expect(say(null)).toContain('the gallery’s version is different');
});

it('speaks of an outage first', () => {
  const outage = { name: 'requests', since: SINCE, others: 14 };
  expect(say({ users: 41, working: 41 }, outage)).toBe(
    'It is not you: it has been failing since 09:10, together with 14 other notebooks that use requests.'
  );
  expect(say(null, { ...outage, others: 0 })).toContain('notebooks that use requests have been failing since 09:10');
});

it('says the time of today, and the day where it was another', () => {
  const now = new Date(2026, 10, 21, 12, 0);
  expect(clockTime(new Date(2026, 10, 21, 9, 10).toISOString(), now, 'en-GB')).toBe('09:10');
  expect(clockTime(new Date(2026, 10, 20, 9, 10).toISOString(), now, 'en-GB')).toBe('20 Nov, 09:10');
});
