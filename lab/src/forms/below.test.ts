import { describe, expect, it } from 'vitest';
import { below } from './below';

const place = (name: string) => name as unknown as EventTarget;
const cell = (name: string) => ({ name, node: { contains: (other: unknown) => other === name } });
const cells = [cell('first'), cell('form'), cell('third'), cell('last')];

describe('the cells below a form', () => {
  it('begin with the next one', () => {
    expect(below(cells, place('form'))?.map(({ name }) => name)).toEqual(['third', 'last']);
  });

  it('are none below the last cell', () => {
    expect(below(cells, place('last'))).toEqual([]);
  });

  it('are nobody’s where the form stands elsewhere', () => {
    expect(below(cells, place('a side panel'))).toBeNull();
    expect(below(cells, null)).toBeNull();
  });
});
