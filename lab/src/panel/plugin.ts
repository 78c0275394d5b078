// Adds the panel, and the command that leads there.
import { ILayoutRestorer } from '@jupyterlab/application';
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { galleryIcon } from '../icon';
import { CommandIDs, ICopyOpener, IGallery } from '../tokens';
import { inserterInto } from './cells';
import { PanelModel } from './model';
import { GalleryPanel } from './panel';

const ID = 'commonplace-gallery';

export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'commonplace-lab:panel',
  description: 'Searches the gallery beside one’s work.',
  autoStart: true,
  requires: [IGallery, ICopyOpener],
  optional: [ITranslator, ICommandPalette, ILayoutRestorer, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    gallery: IGallery,
    opener: ICopyOpener,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    tracker: INotebookTracker | null
  ) => {
    const trans = (translator ?? nullTranslator).load('commonplace_lab');
    const panel = new GalleryPanel(new PanelModel(gallery, opener, tracker && inserterInto(tracker)), trans);
    panel.id = ID;
    panel.title.icon = galleryIcon;
    panel.title.caption = trans.__('Gallery');
    panel.node.setAttribute('role', 'region');
    panel.node.setAttribute('aria-label', trans.__('Gallery'));
    app.shell.add(panel, 'left', { rank: 300 });
    restorer?.add(panel, ID);
    app.commands.addCommand(CommandIDs.open, {
      label: trans.__('Open from gallery…'),
      caption: trans.__('Search the gallery and open a notebook here'),
      execute: () => {
        app.shell.activateById(ID);
        panel.focusSearch();
      }
    });
    palette?.addItem({
      command: CommandIDs.open,
      category: trans.__('Gallery')
    });
  }
};
