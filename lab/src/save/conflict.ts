// Somebody saved in between: both versions are kept, and the person chooses.
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IConflict } from '../api';
import { conflictLine } from './model';

export type Choice = 'on-top' | 'new' | 'beside' | null;

export async function chooseAfterConflict(
  conflict: IConflict,
  trans: TranslationBundle
): Promise<Choice> {
  const { button } = await showDialog({
    title: trans.__('Somebody saved in between'),
    body: [
      conflictLine(conflict, inWords(conflict.current_saved_at), trans),
      trans.__('Both are kept: theirs in the gallery, yours here.')
    ].join(' '),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({
        label: trans.__('Open theirs beside mine'),
        actions: ['beside']
      }),
      Dialog.okButton({
        label: trans.__('Save as a new notebook'),
        actions: ['new']
      }),
      Dialog.okButton({
        label: trans.__('Save mine on top of theirs'),
        caption: trans.__('Yours becomes the newest; theirs stays in the history.'),
        actions: ['on-top']
      })
    ]
  });
  const [choice] = button.actions;
  return choice === 'on-top' || choice === 'new' || choice === 'beside'
    ? choice
    : null;
}

function inWords(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString();
}
