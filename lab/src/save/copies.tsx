// What is in the gallery already and almost the same: a word to the author, never a barrier.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ISimilars } from '../api';
import { copiesLine, copyLine } from './model';

interface IProps {
  copies: ISimilars;
  trans: TranslationBundle;
}

export function Copies({ copies, trans }: IProps): React.ReactElement | null {
  if (copies.total === 0) {
    return null;
  }
  return (
    <section className="cp-Warnings" role="alert">
      <h3>{copiesLine(copies, trans)}</h3>
      <ul>
        {copies.items.map(copy => (
          <li key={copy.url}>
            <a href={copy.url} target="_blank" rel="noopener noreferrer">
              {copy.title}
            </a>{' '}
            {copyLine(copy, trans)}
          </li>
        ))}
      </ul>
      <p>
        {trans.__(
          'Perhaps one of them is enough. If yours is something of its own, save it, and say what is different.'
        )}
      </p>
    </section>
  );
}
