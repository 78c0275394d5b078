// What a person is told whose cell failed: is it only me?
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IHealth, IOthers, IOutage } from '../api';

type Words = Pick<TranslationBundle, '__' | '_n'>;

/** One or two sentences, the most helpful first. `time` puts a moment into words. */
export function sentenceFor(health: IHealth, trans: Words, time: (moment: string) => string): string {
  if (health.outage) {
    return outage(health.outage, trans, time);
  }
  return health.others === null
    ? trans.__('Nobody else has run this cell as it is here: the gallery’s version is different.')
    : experience(health.others, trans, time);
}

function outage({ name, since, others }: IOutage, trans: Words, time: (moment: string) => string): string {
  return others > 0
    ? trans._n(
        'It is not you: it has been failing since %2, together with %1 other notebook that uses %3.',
        'It is not you: it has been failing since %2, together with %1 other notebooks that use %3.',
        others,
        time(since),
        name
      )
    : trans.__('It is not you: notebooks that use %1 have been failing since %2.', name, time(since));
}

function experience(others: IOthers, trans: Words, time: (moment: string) => string): string {
  const { users, working, failing, failing_since } = others;
  if (users === 0) {
    return trans.__('Nobody else has run this cell yet.');
  }
  if (failing_since !== null) {
    return trans._n(
      'It is not only you: it has failed for everybody since %2 (%1 other person).',
      'It is not only you: it has failed for everybody since %2 (%1 others).',
      failing,
      time(failing_since)
    );
  }
  const works = trans._n(
    'It works for %1 other person: check your input or your access.',
    'It works for %1 others: check your input or your access.',
    working
  );
  const fails = trans._n('It fails for %1 other.', 'It fails for %1 others.', failing);
  return failing > 0 ? `${works} ${fails}` : works;
}

/** "09:10" today, "20 Nov, 09:10" on another day, in the reader's zone and language. */
export function clockTime(moment: string, now: Date, language: string): string {
  const at = new Date(moment);
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  const sameDay = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(language, sameDay ? time : { day: 'numeric', month: 'short', ...time }).format(at);
}
