// Provides the opener of copies.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { ICopyOpener, IGallery } from '../tokens';
import { CopyOpener } from './opener';

export const copiesPlugin: JupyterFrontEndPlugin<ICopyOpener> = {
  id: 'commonplace-lab:copies',
  description: 'Opens gallery notebooks as files, never overwriting one.',
  autoStart: true,
  provides: ICopyOpener,
  requires: [IGallery, IDocumentManager],
  optional: [ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    gallery: IGallery,
    documents: IDocumentManager,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('commonplace_lab');
    return new CopyOpener(gallery, documents, trans);
  }
};
