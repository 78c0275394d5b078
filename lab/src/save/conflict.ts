// Somebody saved in between: both versions are kept, and the person chooses.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IConflict } from '../api';
import { choose } from '../choice';
import { conflictLine } from './model';

export type Choice = 'on-top' | 'new' | 'beside';

export function chooseAfterConflict(
  conflict: IConflict,
  trans: TranslationBundle
): Promise<Choice | null> {
  return choose<Choice>(
    trans.__('Somebody saved in between'),
    [
      conflictLine(conflict, inWords(conflict.current_saved_at), trans),
      trans.__('Both are kept: theirs in the gallery, yours here.'),
      trans.__('If you save yours on top, theirs stays in the history.')
    ],
    [
      { id: 'on-top', label: trans.__('Save mine as the newer version on top of theirs') },
      { id: 'beside', label: trans.__('Open theirs beside mine') },
      { id: 'new', label: trans.__('Save mine as a new notebook') }
    ],
    trans.__('Cancel')
  );
}

function inWords(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString();
}
