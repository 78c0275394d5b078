// Single cells that were found, each with a button that inserts it.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ICell } from '../api';
import type { PanelModel } from './model';
import { beginningOf } from './preview';

interface IProps {
  model: PanelModel;
  trans: TranslationBundle;
}

const CELLS = 'cp-found-cells';

/** Leads past the notebooks, however many they are. */
export function ToCells({ model, trans }: IProps): React.ReactElement | null {
  const { length } = model.cells;
  return length === 0 ? null : (
    <button type="button" className="cp-Link" onClick={() => document.getElementById(CELLS)?.focus()}>
      {trans._n('Below: %1 cell to insert', 'Below: %1 cells to insert', length)}
    </button>
  );
}

export function FoundCells({ model, trans }: IProps): React.ReactElement | null {
  const { cells } = model;
  return cells.length === 0 ? null : (
    <section className="cp-Section">
      <h2 id={CELLS} tabIndex={-1}>
        {trans._n('%1 cell', '%1 cells', cells.length)}
      </h2>
      <p className="cp-Empty" role="status">
        {said(model, trans)}
      </p>
      <ul className="cp-List">
        {cells.map(cell => (
          <Cell key={`${cell.notebook} ${cell.number}`} cell={cell} model={model} trans={trans} />
        ))}
      </ul>
    </section>
  );
}

function said({ inserted, noNotebook }: PanelModel, trans: TranslationBundle): string {
  if (noNotebook) {
    return trans.__('Open a notebook first; the cell is then inserted below the one in which you are.');
  }
  return inserted ? trans.__('Inserted. Look at it before you run it.') : '';
}

function Cell({ cell, model, trans }: IProps & { cell: ICell }): React.ReactElement {
  const { text, more } = beginningOf(cell.source);
  return (
    <li className="cp-Cell">
      <p className="cp-Entry-about">
        <a href={cell.url} target="_blank" rel="noopener noreferrer">
          {cell.title}
        </a>{' '}
        · {trans.__('cell %1', cell.number)} · {cell.owner}
      </p>
      <pre>{text}</pre>
      {more > 0 && <p className="cp-Entry-about">{trans._n('and %1 line more', 'and %1 lines more', more)}</p>}
      <button
        type="button"
        className="cp-Link"
        aria-label={trans.__('Insert this cell: cell %1 of “%2”', cell.number, cell.title)}
        onClick={() => model.insert(cell)}
      >
        {trans.__('Insert this cell')}
      </button>
    </li>
  );
}
