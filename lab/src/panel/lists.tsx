// Notebooks in the panel: what was found, and what is starred or was run recently.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IFound, IRecommended, IShelfItem } from '../api';
import { ToCells } from './found_cells';
import type { PanelModel } from './model';
import { Deprecated, Meant, NothingFound, pageOf } from './narrowing';
import { readSnippet } from './snippet';

interface IProps {
  model: PanelModel;
  trans: TranslationBundle;
}

export function Results({ model, trans }: IProps): React.ReactElement {
  const { found, busy } = model;
  return (
    <section className="cp-Section" aria-live="polite">
      <h2>
        {trans._n('%1 notebook', '%1 notebooks', found.total)}
      </h2>
      <Meant model={model} trans={trans} />
      <ToCells model={model} trans={trans} />
      <Deprecated model={model} trans={trans} />
      {found.items.length === 0 && !found.deprecated && <NothingFound model={model} trans={trans} />}
      <ul className="cp-List">
        {found.items.map(item => (
          <Entry
            key={item.uuid}
            title={item.title}
            about={aboutOf(item, trans)}
            text={item.snippet}
            disabled={busy}
            open={() => void model.open(item.uuid)}
          />
        ))}
      </ul>
      {found.total > found.items.length && (
        <a href={pageOf(model)} target="_blank" rel="noopener noreferrer">
          {trans.__('See all %1 in the gallery', found.total)}
        </a>
      )}
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

function aboutOf({ owner, language, health, deprecated }: IFound, trans: TranslationBundle): string {
  const words = { healthy: trans.__('healthy'), unhealthy: trans.__('unhealthy') } as Record<string, string>;
  return [owner, language, words[health], deprecated && trans.__('deprecated')].filter(Boolean).join(' · ');
}
