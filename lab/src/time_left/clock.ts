// How long this server still lives, in words, and when to warn. Times are in seconds.
import type { TranslationBundle } from '@jupyterlab/translation';

type Words = Pick<TranslationBundle, '__'>;

/** A warning is given when so many seconds are left. */
export const WARNINGS = [600, 300] as const;

/** "3 h 12 min", "48 min", "less than a minute". */
export function duration(seconds: number, trans: Words): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) {
    return trans.__('less than a minute');
  }
  return hours < 1
    ? trans.__('%1 min', minutes)
    : trans.__('%1 h %2 min', hours, minutes % 60);
}

/** The text in the status bar. */
export function label(seconds: number, trans: Words): string {
  return seconds <= 0
    ? trans.__('Ending now')
    : trans.__('Ends in %1', duration(seconds, trans));
}

/** The warning that is due and not yet given, or null. A page opened late is warned once, not twice. */
export function dueWarning(
  left: number,
  given: ReadonlySet<number>
): number | null {
  const due = WARNINGS.filter(mark => left > 0 && left <= mark);
  const last = due.at(-1);
  return last === undefined || given.has(last) ? null : last;
}
