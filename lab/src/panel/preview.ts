// The beginning of a cell, as a list shows it.

const LINES = 8;
const LONGEST = 400; // characters

export interface IBeginning {
  text: string;
  /** Lines that are not shown. */
  more: number;
}

export function beginningOf(source: string): IBeginning {
  const lines = source.trimEnd().split('\n');
  const text = lines.slice(0, LINES).join('\n');
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return { text: short, more: Math.max(0, lines.length - LINES) };
}
