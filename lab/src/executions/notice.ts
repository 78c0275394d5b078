// What a person is told of recording, in plain words.
import type { TranslationBundle } from '@jupyterlab/translation';

type Words = Pick<TranslationBundle, '__'>;

/** The sentences; `causes` where the administrator wants to know coarsely why cells fail. */
export function noticeOf(causes: boolean, trans: Words): string[] {
  const what = trans.__(
    'When you run a notebook from the gallery, the gallery learns of each cell whether it worked, when, and how long it took.'
  );
  const why = trans.__('Of a cell that failed it also learns a rough reason, such as a missing package.');
  const never = trans.__('It never learns your code, your results or the words of an error.');
  return causes ? [what, why, never] : [what, never];
}
