import { expect, it } from 'vitest';
import type { IOutcome } from '../api';
import { english } from '../words.testing';
import { question } from './question';

const outcome: IOutcome = {
  status: 'changed',
  path: 'tides.ipynb',
  notebook: '11111111-1111-4111-8111-111111111111',
  revision: 3,
  title: 'Tides',
  mine_revision: 3,
  mine_changed: true
};

it('tells of changes of one’s own', () => {
  const { title, sentences } = question(outcome, english);
  expect(title).toBe('You have a copy of this notebook already');
  expect(sentences.join(' ')).toContain('“tides.ipynb” of “Tides” has changes of your own since version 3');
  expect(sentences.join(' ')).toContain('Nothing is overwritten');
});

it('tells of a newer version', () => {
  const { title, sentences } = question(
    { ...outcome, status: 'other-version', mine_revision: 2 },
    english
  );
  expect(title).toBe('There is a newer version in the gallery');
  expect(sentences.join(' ')).toContain('is version 2 of “Tides” with changes of your own; the gallery offers version 3');
});

it('does not speak of changes where there are none', () => {
  const { sentences } = question(
    { ...outcome, status: 'other-version', mine_revision: 2, mine_changed: false },
    english
  );
  expect(sentences.join(' ')).not.toContain('changes of your own');
});
