// "Run in Jupyter" ends here: the ticket in the address becomes an open notebook.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ICopyOpener, IGallery } from '../tokens';
import { sentenceOf } from '../trouble';
import { pageOf, readTicket, withoutTicket } from './address';
import type { ITicket } from './address';

export const ticketPlugin: JupyterFrontEndPlugin<void> = {
  id: 'commonplace-lab:ticket',
  description: 'Opens the notebook of a ticket in the address.',
  autoStart: true,
  requires: [IGallery, ICopyOpener],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    gallery: IGallery,
    opener: ICopyOpener,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('commonplace_lab');
    const ticket = readTicket(window.location.href);
    if (ticket) {
      // JupyterLab may load its page a second time before it is restored; a ticket works only once.
      void app.restored.then(() => use(ticket, gallery, opener, trans));
    }
  }
};

async function use(
  ticket: ITicket,
  gallery: IGallery,
  opener: ICopyOpener,
  trans: TranslationBundle
): Promise<void> {
  const address = withoutTicket(window.location.href);
  window.history.replaceState(window.history.state, '', address);
  try {
    await opener.open(await gallery.redeem(ticket.ticket));
  } catch (error) {
    const { gallery_url } = gallery.status ?? (await gallery.refresh());
    await explain(
      sentenceOf(error),
      pageOf(gallery_url, ticket.notebook),
      trans
    );
  }
}

async function explain(
  sentence: string,
  page: string,
  trans: TranslationBundle
): Promise<void> {
  const again = trans.__('Go back to the gallery');
  const { button } = await showDialog({
    title: trans.__('The notebook could not be opened'),
    body: sentence,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Stay here') }),
      Dialog.okButton({ label: again })
    ]
  });
  if (button.accept) {
    window.location.assign(page);
  }
}
