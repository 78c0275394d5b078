// The commands that save to the gallery, and the one that opens a notebook's page there.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, showErrorMessage } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
import { originOf } from '../origin';
import { CommandIDs, ICopyOpener, IGallery } from '../tokens';
import { sentenceOf } from '../trouble';
import { Saver } from './saver';

export const savePlugin: JupyterFrontEndPlugin<void> = {
  id: 'commonplace-lab:save',
  description: 'Saves notebooks to the gallery.',
  autoStart: true,
  requires: [IGallery, ICopyOpener, INotebookTracker],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    gallery: IGallery,
    opener: ICopyOpener,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ) => {
    const trans = (translator ?? nullTranslator).load('commonplace_lab');
    addCommands(app, tracker, new Saver(gallery, opener, trans), trans);
    addPage(app, gallery, tracker, trans);
    const category = trans.__('Gallery');
    for (const command of [CommandIDs.saveNew, CommandIDs.saveVersion, CommandIDs.openPage]) {
      palette?.addItem({ command, category });
    }
    // Which commands are enabled depends on the notebook in front.
    tracker.currentChanged.connect(() => app.commands.notifyCommandChanged());
  }
};

function addCommands(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  saver: Saver,
  trans: TranslationBundle
): void {
  const guarded = async (save: (panel: NotebookPanel) => Promise<void>) => {
    const panel = tracker.currentWidget;
    try {
      await (panel ? save(panel) : undefined);
    } catch (error) {
      await showErrorMessage(trans.__('Not saved to the gallery'), sentenceOf(error));
    }
    app.commands.notifyCommandChanged(CommandIDs.saveVersion);
  };
  app.commands.addCommand(CommandIDs.saveNew, {
    label: trans.__('Save as new…'),
    caption: trans.__('Save this notebook to the gallery as a new one'),
    isEnabled: () => tracker.currentWidget !== null,
    execute: () => guarded(panel => saver.saveNew(panel))
  });
  app.commands.addCommand(CommandIDs.saveVersion, {
    label: trans.__('Save new version…'),
    caption: trans.__('Save your changes as a new version of the gallery’s notebook'),
    isEnabled: () => originOf(tracker.currentWidget) !== null,
    execute: () =>
      guarded(async panel => {
        const origin = originOf(panel);
        await (origin ? saver.saveVersion(panel, origin) : saver.saveNew(panel));
      })
  });
}

function addPage(
  app: JupyterFrontEnd,
  gallery: IGallery,
  tracker: INotebookTracker,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.openPage, {
    label: () =>
      originOf(tracker.currentWidget)
        ? trans.__('Open page')
        : trans.__('Open the gallery'),
    caption: trans.__('Show the gallery’s page in a new tab of the browser'),
    isEnabled: () => gallery.status !== null,
    execute: () => {
      const base = gallery.status?.gallery_url ?? '';
      const origin = originOf(tracker.currentWidget);
      const page = origin ? `${base}/notebooks/${origin.notebook}` : `${base}/`;
      window.open(page, '_blank', 'noopener');
    }
  });
}
