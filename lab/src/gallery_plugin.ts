// Provides the gallery to the other plugins. The menu is described in schema/gallery.json, where people can change it.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { PartialJSONObject } from '@lumino/coreutils';
import { Gallery } from './gallery';
import { request } from './request';
import { IGallery } from './tokens';

export const galleryPlugin: JupyterFrontEndPlugin<IGallery> = {
  id: 'commonplace-lab:gallery',
  description: 'The gallery, as the person of this JupyterLab may use it.',
  autoStart: true,
  provides: IGallery,
  activate: (app: JupyterFrontEnd) => {
    const { serverSettings } = app.serviceManager;
    const gallery = new Gallery((name: string, body?: PartialJSONObject) =>
      request(name, body, serverSettings)
    );
    // The panel says what is wrong if this fails; nothing else depends on it.
    void gallery.refresh().catch(() => undefined);
    return gallery;
  }
};
