import { expect, it } from 'vitest';
import { cellHash } from './cell_hash';

// What `commonplace_clean.cell_hash` gives for the same sources; lab/tests/test_records.py reads them here.
const KNOWN: [string, string][] = [
  ['1 + 1', '72fce59447a01f488b1169d2d742679cfe306a89772d67fef018bcfe95431f68'],
  ['x = "Übergröße 数据 🚲"\nprint(x)', '1d1ff731c0748d3cab2f37180b677cc522a78f7a63889d574a04785a65c73477'],
  ['a\tb \u2028c\u0085\u000b', '22378af93414c2868013f948c528d2c20debf7c77ff8e9506a04fb3599e3e855']
];

it.each(KNOWN)('of %j is what everybody else calculates', (source, hash) => {
  expect(cellHash(source)).toBe(hash);
});

it.each(['a\r\nb\r\n', 'a\rb\r', 'a\nb\r'])('does not depend on how lines end in %j', source => {
  expect(cellHash(source)).toBe(cellHash('a\nb\n'));
});
