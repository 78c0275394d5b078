// What the save dialog shows and takes, apart from how it looks.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IAbout, IConflict, IPreview, ISimilar, ISimilars, IStatus } from '../api';
import type { IOrigin } from '../tokens';

type Words = Pick<TranslationBundle, '__'>;
type CountingWords = Pick<TranslationBundle, '_n'>;

export const LONGEST_TITLE = 200;
export const LONGEST_QUESTION = 300;

/** Tags as somebody types them: separated by commas, without doubles. */
export function readTags(typed: string): string[] {
  const tags = typed.split(',').map(tag => tag.trim().replace(/\s+/g, '-'));
  return [...new Set(tags.map(tag => tag.toLowerCase()).filter(Boolean))];
}

/** Tags as they are shown for editing. */
export function showTags(tags: readonly string[]): string {
  return tags.join(', ');
}

/** What the dialog opens with. */
export function proposedAbout(preview: IPreview): IAbout {
  return { ...preview.proposed, visibility: 'private', terms: null };
}

/**
 * What is like it already, beside the notebook that it was opened from: its author knows that one.
 * Nothing where it cannot be told, since it must not stand in the way of saving.
 */
export async function lookForCopies(
  ask: () => Promise<ISimilars>,
  origin: IOrigin | null
): Promise<ISimilars> {
  try {
    const found = await ask();
    const items = found.items.filter(one => !origin || !one.url.includes(origin.notebook));
    return { items, total: found.total - found.items.length + items.length };
  } catch {
    return { items: [], total: 0 };
  }
}

/** How many there are, in one sentence. */
export function copiesLine(copies: ISimilars, trans: CountingWords): string {
  return trans._n(
    'There is already %1 like this:',
    'There are already %1 like this:',
    copies.total
  );
}

/** Whose it is and how much of it is alike. */
export function copyLine(copy: ISimilar, trans: Words): string {
  return trans.__('by %1: %2 % of the code is alike', copy.owner, copy.percent);
}

/** What somebody confirms by saving: the operator's words, where the gallery tells them. */
export function termsLine(status: IStatus, trans: Words): string {
  const terms = status.user?.terms;
  return terms
    ? trans.__('By saving you confirm: “%1”', terms)
    : trans.__(
        'By saving you confirm that you may share this notebook and that it holds no data of others.'
      );
}

/** The sentence that says what is missing, or null. */
export function missing(about: IAbout, trans: Words): string | null {
  if (!about.title.trim()) {
    return trans.__('Give the notebook a title, so that others can find it.');
  }
  return about.title.trim().length > LONGEST_TITLE
    ? trans.__('The title has more than %1 characters.', LONGEST_TITLE)
    : null;
}

/** Who saved in between, in one sentence; `when` is already in the reader's words. */
export function conflictLine(
  conflict: IConflict,
  when: string,
  trans: Words
): string {
  const { current_author, current_revision, current_message } = conflict;
  const who = trans.__(
    '%1 saved version %2 on %3',
    current_author,
    current_revision,
    when
  );
  return current_message ? `${who}: “${current_message}”.` : `${who}.`;
}

/** The facts of a conflict from the details of a refusal; absent ones are left empty. */
export function readConflict(details: Record<string, unknown>): IConflict {
  const text = (name: string): string => {
    const value = details[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    current_revision: Number(details['current_revision'] ?? 0),
    current_author: text('current_author'),
    current_message: text('current_message'),
    current_saved_at: text('current_saved_at')
  };
}
