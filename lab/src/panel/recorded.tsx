// What the gallery learns of runs, to be read at any time.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { noticeOf } from '../executions/notice';
import type { PanelModel } from './model';

export function Recorded(props: { model: PanelModel; trans: TranslationBundle }): React.ReactElement | null {
  const { model, trans } = props;
  const { recording, status } = model;
  if (typeof recording?.record !== 'boolean') {
    return null;
  }
  const sentences = recording.record
    ? noticeOf(recording.causes === true, trans)
    : [trans.__('Nothing. This gallery does not record how notebooks fare.')];
  return (
    <details className="cp-Recorded">
      <summary>{trans.__('What the gallery learns when I run a notebook')}</summary>
      {sentences.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      <a href={`${status?.gallery_url ?? ''}/help#recording`} target="_blank" rel="noopener noreferrer">
        {trans.__('Read more')}
      </a>
    </details>
  );
}
