// Runs the cells below a form of the kit when somebody presses Run in it.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISessionContextDialogs } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { below } from './below';

/** The form in a cell's output sends it; whoever runs the cells below prevents its default. */
const RUN_BELOW = 'commonplace-form-run';

export const formsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'commonplace-lab:forms',
  description: 'Runs the cells below a form when its Run is pressed.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISessionContextDialogs, ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    tracker: INotebookTracker,
    dialogs: ISessionContextDialogs | null,
    translator: ITranslator | null
  ) => {
    const run = (panel: NotebookPanel, event: Event) => {
      const { content, sessionContext } = panel;
      const cells = below(content.widgets, event.target);
      if (cells === null) {
        return;
      }
      event.preventDefault();
      const words = translator ?? nullTranslator;
      void NotebookActions.runCells(content, cells, sessionContext, dialogs ?? undefined, words);
    };
    const listen = (panel: NotebookPanel) => {
      panel.content.node.addEventListener(RUN_BELOW, event => run(panel, event));
    };
    tracker.widgetAdded.connect((_sender, panel) => listen(panel));
    tracker.forEach(listen);
  }
};
