// Tells the gallery how the cells of its notebooks fare here, and the person how they fare with others.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';
import { originIn } from '../origin';
import { IGallery } from '../tokens';
import { Delivery } from './delivery';
import { noticeOf } from './notice';
import { Strip } from './strip';
import { StripModel } from './strip_model';
import { watch } from './watcher';

export const executionsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'commonplace-lab:executions',
  description: 'Records how the cells of gallery notebooks fare, and says how they fare with others.',
  autoStart: true,
  requires: [IGallery, INotebookTracker],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    gallery: IGallery,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('commonplace_lab');
    const strips = new Strips(gallery, trans);
    tracker.widgetAdded.connect((_sender, panel) => strips.add(panel));
    tracker.forEach(panel => strips.add(panel));
    const key = `commonplace-executions:${app.serviceManager.serverSettings.baseUrl}`;
    const delivery = new Delivery(records => gallery.recordExecutions(records), window.sessionStorage, key);
    watch(tracker, (context, run, meantToFail) => {
      if (!strips.recording) {
        return;
      }
      delivery.add({ ...run, id: UUID.uuid4() });
      void strips.tell(context);
      const strip = strips.of(context);
      if (run.success) {
        strip.worked(run);
      } else if (!meantToFail) {
        void strip.failed(run);
      }
    });
  }
};

type Context = DocumentRegistry.IContext<INotebookModel>;

/** The strips above open notebooks; all panels of one document show the same. */
class Strips {
  constructor(
    private readonly gallery: IGallery,
    private readonly trans: TranslationBundle
  ) {}

  /** False once the gallery has said that it records nothing. */
  recording = true;

  add(panel: NotebookPanel): void {
    panel.contentHeader.addWidget(new Strip(this.of(panel.context), this.trans));
    void panel.context.ready.then(() => this.tell(panel.context));
  }

  of(context: Context): StripModel {
    const model = this.models.get(context) ?? new StripModel(this.gallery, this.trans);
    this.models.set(context, model);
    return model;
  }

  /** With the first notebook of the gallery, say once what is recorded. */
  async tell(context: Context): Promise<void> {
    if (this.asked || originIn(context.model) === null) {
      return;
    }
    this.asked = true;
    try {
      const { record, causes, told } = await this.gallery.recording();
      this.recording = record !== false;
      this.asked = record !== null;
      if (record && !told) {
        this.of(context).tell(noticeOf(causes === true, this.trans));
        await this.gallery.toldOfRecording();
      }
    } catch {
      this.asked = false; // the Jupyter server is away; the next notebook or cell asks again
    }
  }

  private asked = false;
  private readonly models = new WeakMap<Context, StripModel>();
}
