// What a search is narrowed to, and what is left out of its answer.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { parameters } from '../gallery';
import type { PanelModel } from './model';

interface IProps {
  model: PanelModel;
  trans: TranslationBundle;
}

/** The filters that matter beside one's work: what runs here, and what works. */
export function Narrowing({ model, trans }: IProps): React.ReactElement {
  const { narrowing, languages } = model;
  return (
    <div className="cp-Narrowing" role="group" aria-label={trans.__('Narrow down')}>
      <select
        className="jp-mod-styled"
        aria-label={trans.__('Language')}
        value={narrowing.language}
        onChange={event => model.narrow({ language: event.target.value })}
      >
        <option value="">{trans.__('Any language')}</option>
        {[...languages].sort().map(language => (
          <option key={language}>{language}</option>
        ))}
      </select>
      <label>
        <input
          type="checkbox"
          checked={narrowing.health === 'healthy'}
          onChange={event => model.narrow({ health: event.target.checked ? 'healthy' : '' })}
        />
        {trans.__('Healthy only')}
      </label>
    </div>
  );
}

/** The question as it may have been meant. */
export function Meant({ model, trans }: IProps): React.ReactElement | null {
  const meant = model.found.did_you_mean;
  return meant ? (
    <p>
      {trans.__('Did you mean')}{' '}
      <button type="button" className="cp-Link" onClick={() => model.search(meant)}>
        {meant}
      </button>
      ?
    </p>
  ) : null;
}

/** How many deprecated notebooks are left out; one button shows and hides them, so that the focus stays on it. */
export function Deprecated({ model, trans }: IProps): React.ReactElement | null {
  const shown = model.narrowing.deprecated === 'show';
  const hidden = model.found.deprecated ?? 0;
  return shown || hidden > 0 ? (
    <p className="cp-Entry-about">
      {shown
        ? trans.__('Deprecated notebooks are shown too, after the others.')
        : trans._n('%1 deprecated notebook is hidden.', '%1 deprecated notebooks are hidden.', hidden)}{' '}
      <button type="button" className="cp-Link" onClick={() => model.narrow({ deprecated: shown ? '' : 'show' })}>
        {shown ? trans.__('Hide them') : trans._n('Show it', 'Show them', hidden)}
      </button>
    </p>
  ) : null;
}

/** What to do now: other words, fewer filters, or ask those who could write it. */
export function NothingFound({ model, trans }: IProps): React.ReactElement {
  const { answered, narrowing, status } = model;
  const asking = `${status?.gallery_url ?? ''}/wanted/ask?${parameters(answered, {})}`;
  return (
    <>
      <p className="cp-Empty">{trans.__('Nothing was found for “%1”. Try fewer or other words.', answered)}</p>
      {narrowing.language || narrowing.health ? (
        <button type="button" className="cp-Link" onClick={() => model.widen()}>
          {trans.__('Search without the filters')}
        </button>
      ) : (
        <a href={asking} target="_blank" rel="noopener noreferrer">
          {trans.__('Ask for it in the gallery')}
        </a>
      )}
    </>
  );
}

/** The gallery's own page of the same question. */
export function pageOf({ answered, narrowing, status }: PanelModel): string {
  return `${status?.gallery_url ?? ''}/notebooks/?${parameters(answered, { ...narrowing })}`;
}
