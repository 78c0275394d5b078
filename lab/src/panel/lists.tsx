// Notebooks in the panel: what was found, and what is starred or was run recently.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IFound, IRecommended, IShelfItem } from '../api';
import type { PanelModel } from './model';
import { readSnippet } from './snippet';

interface IProps {
  model: PanelModel;
  trans: TranslationBundle;
}

export function Results({ model, trans }: IProps): React.ReactElement {
  const { found, answered, busy } = model;
  return (
    <section className="cp-Section" aria-live="polite">
      <h2>
        {trans._n('%1 notebook', '%1 notebooks', found.length)}
      </h2>
      {found.length === 0 && (
        <p className="cp-Empty">
          {trans.__('Nothing was found for “%1”. Try fewer or other words.', answered)}
        </p>
      )}
      <ul className="cp-List">
        {found.map(item => (
          <Entry
            key={item.uuid}
            title={item.title}
            about={aboutOf(item)}
            text={item.snippet}
            disabled={busy}
            open={() => void model.open(item.uuid)}
          />
        ))}
      </ul>
    </section>
  );
}

export function Shelf({ model, trans }: IProps): React.ReactElement | null {
  const { shelf } = model;
  return shelf ? (
    <>
      <ShelfSection
        model={model}
        title={trans.__('Starred')}
        items={shelf.starred}
        empty={trans.__('Star a notebook on its page, and it waits for you here.')}
      />
      <ShelfSection
        model={model}
        title={trans.__('Recently run')}
        items={shelf.recent}
        empty={trans.__('Notebooks that you run from the gallery appear here.')}
      />
      {shelf.recommended.length > 0 && (
        <ShelfSection
          model={model}
          title={trans.__('Recommended for you')}
          items={shelf.recommended}
        />
      )}
    </>
  ) : null;
}

function ShelfSection(props: {
  model: PanelModel;
  title: string;
  items: (IShelfItem | IRecommended)[];
  empty?: string;
}): React.ReactElement {
  const { model, title, items, empty } = props;
  return (
    <section className="cp-Section">
      <h2>{title}</h2>
      {items.length === 0 && empty && <p className="cp-Empty">{empty}</p>}
      <ul className="cp-List">
        {items.map(item => (
          <Entry
            key={item.notebook}
            title={item.title}
            about={'reason' in item ? item.reason : ''}
            disabled={model.busy}
            open={() => void model.open(item.notebook)}
          />
        ))}
      </ul>
    </section>
  );
}

interface IEntry {
  title: string;
  about?: string;
  text?: string;
  disabled: boolean;
  open: () => void;
}

/** One notebook; the whole entry is the button that opens it. */
function Entry(props: IEntry): React.ReactElement {
  const { title, about, text, disabled, open } = props;
  return (
    <li>
      <button className="cp-Entry" type="button" disabled={disabled} onClick={open}>
        <span className="cp-Entry-title">{title}</span>
        {about && <span className="cp-Entry-about">{about}</span>}
        {text && (
          <span className="cp-Entry-text">
            {readSnippet(text).map((part, index) =>
              part.marked ? <mark key={index}>{part.text}</mark> : part.text
            )}
          </span>
        )}
      </button>
    </li>
  );
}

function aboutOf({ owner, language }: IFound): string {
  return [owner, language].filter(Boolean).join(' · ');
}
