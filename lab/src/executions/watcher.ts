// Listens to the kernels of open notebooks, and tells of each cell of a gallery notebook that was executed.
import type { IChangedArgs } from '@jupyterlab/coreutils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel, INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, Session } from '@jupyterlab/services';
import { originIn } from '../origin';
import type { IRun } from '../tokens';
import { Runs } from './runs';

type Context = DocumentRegistry.IContext<INotebookModel>;

/** A document, which several panels may show, and what was executed of it. */
export type Ended = (context: Context, run: IRun, meantToFail: boolean) => void;

export function watch(tracker: INotebookTracker, ended: Ended): void {
  const watched = new WeakSet<Context>();
  const begin = (_sender: unknown, { context }: NotebookPanel): void => {
    if (!watched.has(context)) {
      watched.add(context);
      listen(context, ended);
    }
  };
  tracker.widgetAdded.connect(begin);
  tracker.forEach(panel => begin(tracker, panel));
}

function listen(context: Context, ended: Ended): void {
  const { sessionContext } = context;
  const runs = new Runs(
    () => originIn(context.model),
    (run, meantToFail) => ended(context, run, meantToFail)
  );
  const see = (_sender: unknown, { msg, direction }: Kernel.IAnyMessageArgs): void =>
    direction === 'send' ? runs.sent(msg) : runs.received(msg);
  const change = (_sender: unknown, change: IChangedArgs<Session.ISessionConnection | null>): void => {
    change.oldValue?.anyMessage.disconnect(see);
    change.newValue?.anyMessage.connect(see);
    runs.forget();
  };
  sessionContext.session?.anyMessage.connect(see);
  sessionContext.sessionChanged.connect(change);
  sessionContext.kernelChanged.connect(() => runs.forget());
  sessionContext.statusChanged.connect((_sender, status) => {
    // A kernel that died is first said to restart, as one is that the person restarts, and then to do so by itself.
    if (status === 'restarting') {
      runs.restarting();
    } else if (status === 'autorestarting') {
      runs.died();
    } else if (status === 'terminating' || status === 'dead') {
      runs.forget();
    }
  });
}
