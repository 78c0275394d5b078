import { describe, expect, it } from 'vitest';
import type { IAbout, IStatus } from '../api';
import { english } from '../words.testing';
import {
  conflictLine,
  copiesLine,
  copyLine,
  lookForCopies,
  missing,
  proposedAbout,
  readConflict,
  readTags,
  termsLine
} from './model';

const about: IAbout = { title: 'Tides', question: '', description: '', tags: [], visibility: 'private', terms: null };

describe('tags', () => {
  it.each([
    ['', []],
    [' , ,', []],
    ['Sea, tides ,sea', ['sea', 'tides']],
    ['open  data', ['open-data']]
  ])('typed as %j are %j', (typed, tags) => {
    expect(readTags(typed)).toEqual(tags);
  });
});

describe('the save dialog', () => {
  it('opens with what is proposed, for oneself alone', () => {
    const proposed = { title: 'Tides', question: 'How high?', description: 'High and low', tags: ['sea'] };
    const preview = { cells: 1, bytes: 10, leaves: [], warnings: [], proposed };
    expect(proposedAbout(preview)).toEqual({ ...proposed, visibility: 'private', terms: null });
  });

  it('wants a title that fits', () => {
    expect(missing(about, english)).toBeNull();
    expect(missing({ ...about, title: '  ' }, english)).toContain('title');
    expect(missing({ ...about, title: 'x'.repeat(201) }, english)).toContain('200');
  });

  it('shows the terms of this gallery, and some where the gallery tells none', () => {
    const user = { name: 'ada', full_name: 'Ada', url: '/people/ada', terms: 'Mine to share.' };
    const status: IStatus = {
      signed_in: true,
      user,
      problem: null,
      gallery_url: '',
      can_sign_in: true,
      ends_at: null,
      idle_seconds: null,
      now: 0
    };
    expect(termsLine(status, english)).toBe('By saving you confirm: “Mine to share.”');
    expect(termsLine({ ...status, user: null }, english)).toContain('you may share this notebook');
  });
});

describe('notebooks that are almost the same', () => {
  const copy = { title: 'Tides', owner: 'Grace', percent: 83, url: 'https://gallery/1' };

  it('are counted and named', () => {
    expect(copiesLine({ items: [copy], total: 1 }, english)).toBe('There is already 1 like this:');
    expect(copiesLine({ items: [copy], total: 3 }, english)).toBe('There are already 3 like this:');
    expect(copyLine(copy, english)).toBe('by Grace: 83 % of the code is alike');
  });

  it('are what the gallery finds', async () => {
    const found = { items: [copy], total: 3 };
    expect(await lookForCopies(() => Promise.resolve(found), null)).toEqual(found);
  });

  it('are others than the notebook that this one was opened from', async () => {
    const origin = { notebook: 'b1f2', revision: 1 };
    const opened = { ...copy, url: 'https://gallery/notebooks/b1f2/tides' };
    const told = { items: [copy, opened], total: 7 };
    const others = await lookForCopies(() => Promise.resolve(told), origin);
    expect(others).toEqual({ items: [copy], total: 6 });
  });

  it('never stand in the way of saving', async () => {
    const none = await lookForCopies(() => Promise.reject(new Error('away')), null);
    expect(none).toEqual({ items: [], total: 0 });
  });
});

describe('a save in between', () => {
  const details = {
    current_revision: 5,
    current_author: 'Grace',
    current_message: 'Units',
    current_saved_at: '2026-11-21T08:00:00Z'
  };

  it('says who and when', () => {
    const line = conflictLine(readConflict(details), 'Saturday', english);
    expect(line).toBe('Grace saved version 5 on Saturday: “Units”.');
  });

  it('does without a message', () => {
    const conflict = readConflict({ ...details, current_message: '' });
    expect(conflictLine(conflict, 'Saturday', english)).toBe('Grace saved version 5 on Saturday.');
  });

  it('is read carefully', () => {
    expect(readConflict({ current_author: 7 }).current_author).toBe('');
  });
});
