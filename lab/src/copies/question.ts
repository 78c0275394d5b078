// What a person is asked when a copy of the notebook is here already.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IOutcome } from '../api';

export interface IQuestion {
  title: string;
  sentences: string[];
  mine: string;
  theirs: string;
}

type Words = Pick<TranslationBundle, '__'>;

/** The question for an outcome with status `changed` or `other-version`. */
export function question(outcome: IOutcome, trans: Words): IQuestion {
  return {
    title:
      outcome.revision > outcome.mine_revision
        ? trans.__('There is a newer version in the gallery')
        : trans.__('You have a copy of this notebook already'),
    sentences: [
      situation(outcome, trans),
      trans.__('Nothing is overwritten, whatever you choose.')
    ],
    mine: trans.__('Keep mine (open my copy)'),
    theirs: trans.__('Open theirs beside it')
  };
}

function situation(outcome: IOutcome, trans: Words): string {
  const { path, title, revision, mine_revision, mine_changed } = outcome;
  if (outcome.status === 'changed') {
    return trans.__(
      'Your copy “%1” of “%2” has changes of your own since version %3.',
      path,
      title,
      revision
    );
  }
  return mine_changed
    ? trans.__(
        'Your copy “%1” is version %2 of “%3” with changes of your own; the gallery offers version %4.',
        path,
        mine_revision,
        title,
        revision
      )
    : trans.__(
        'Your copy “%1” is version %2 of “%3”; the gallery offers version %4.',
        path,
        mine_revision,
        title,
        revision
      );
}
