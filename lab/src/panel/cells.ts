// Single cells: how much of one is shown, and where it goes.
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker } from '@jupyterlab/notebook';

/** Puts code into the notebook in which the person works. */
export interface ICellInserter {
  /** False where no notebook is open. */
  insert(source: string): boolean;
}

/** Inserts below the active cell of the notebook that was used last; JupyterLab's own undo takes it back. */
export function inserterInto(tracker: INotebookTracker): ICellInserter {
  return {
    insert: source => {
      const notebook = tracker.currentWidget?.content;
      if (!notebook?.model) {
        return false;
      }
      NotebookActions.insertBelow(notebook);
      NotebookActions.changeCellType(notebook, 'code');
      notebook.activeCell?.model.sharedModel.setSource(source);
      return true;
    }
  };
}
