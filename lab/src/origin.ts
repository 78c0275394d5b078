// Which gallery notebook an open document is a copy of. It is kept in the document itself, so that it survives
// renaming; cleaning removes it before anything leaves.
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import type { IOrigin } from './tokens';

const KEY = 'commonplace';

/** The origin of an open document, or null if it did not come from the gallery. */
export function originOf(panel: NotebookPanel | null): IOrigin | null {
  return panel?.content.model ? originIn(panel.content.model) : null;
}

/** The same, of a document that may be open in several places. */
export function originIn(model: INotebookModel): IOrigin | null {
  const value: unknown = model.getMetadata(KEY);
  return isOrigin(value) ? value : null;
}

/** Say in the document what it is a copy of now. */
export function setOrigin(model: INotebookModel, origin: IOrigin): void {
  const { notebook, revision } = origin;
  model.setMetadata(KEY, { notebook, revision });
}

function isOrigin(value: unknown): value is IOrigin {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { notebook, revision } = value as Record<string, unknown>;
  return typeof notebook === 'string' && typeof revision === 'number';
}
