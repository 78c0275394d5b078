// The plain list of what leaves and what to look at first: the same in both save dialogs.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IPreview } from '../api';

interface IProps {
  preview: IPreview;
  trans: TranslationBundle;
}

export function Departure({ preview, trans }: IProps): React.ReactElement {
  return (
    <>
      <section className="cp-Departure">
        <h3>{trans.__('What leaves your server')}</h3>
        {preview.leaves.map(line => (
          <p key={line}>{line}</p>
        ))}
      </section>
      {preview.warnings.length > 0 && (
        <section className="cp-Warnings" role="alert">
          <h3>{trans.__('Look at these before you save')}</h3>
          <ul>
            {preview.warnings.map((warning, index) => (
              <li key={index}>{warning.message}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What went wrong with the last try; what was typed is still there. */
export function Problem({
  sentence
}: {
  sentence: string | null;
}): React.ReactElement | null {
  return sentence ? (
    <p className="cp-Problem" role="alert">
      {sentence}
    </p>
  ) : null;
}
