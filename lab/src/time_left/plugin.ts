// Says in the status bar when this server ends, and warns before it does.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { IStatus } from '../api';
import { CommandIDs, IGallery } from '../tokens';
import { duration, label, WARNINGS } from './clock';
import { Countdown } from './countdown';

export const timeLeftPlugin: JupyterFrontEndPlugin<void> = {
  id: 'commonplace-lab:time-left',
  description: 'Says when this server ends and warns before it does.',
  autoStart: true,
  requires: [IGallery],
  optional: [IStatusBar, ITranslator], // Jupyter Notebook has no status bar; there the warnings come alone
  activate: (
    app: JupyterFrontEnd,
    gallery: IGallery,
    bar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('commonplace_lab');
    const begin = (_sender: IGallery, status: IStatus): void => {
      if (status.ends_at !== null) {
        gallery.statusChanged.disconnect(begin);
        count(app, bar, status, status.ends_at, trans);
      }
    };
    gallery.statusChanged.connect(begin);
    if (gallery.status) {
      begin(gallery, gallery.status);
    }
  }
};

function count(
  app: JupyterFrontEnd,
  bar: IStatusBar | null,
  status: IStatus,
  endsAt: number,
  trans: TranslationBundle
): void {
  const item = new Widget();
  item.addClass('cp-TimeLeft');
  item.node.title = explanation(status.idle_seconds, trans);
  bar?.registerStatusItem('commonplace-lab:time-left', {
    item,
    align: 'right',
    rank: 0
  });
  const countdown = new Countdown(endsAt, status.now);
  countdown.ticked.connect((_sender, left) => {
    item.node.textContent = label(left, trans);
    item.toggleClass('cp-mod-soon', left <= WARNINGS[0]);
  });
  countdown.warned.connect((_sender, mark) => warn(app, mark, trans));
  item.disposed.connect(() => countdown.dispose());
  countdown.tick();
}

function explanation(idle: number | null, trans: TranslationBundle): string {
  const end = trans.__(
    'This server and the files in it end then; what you saved to the gallery stays.'
  );
  return idle === null
    ? end
    : `${end} ${trans.__('It also ends after %1 without activity.', duration(idle, trans))}`;
}

function warn(
  app: JupyterFrontEnd,
  mark: number,
  trans: TranslationBundle
): void {
  const { commands } = app;
  const canUpdate = commands.isEnabled(CommandIDs.saveVersion);
  Notification.warning(
    trans.__(
      'This server ends in %1 minutes. Files and results that are only here will be gone; notebooks that you save to the gallery now will stay.',
      mark / 60
    ),
    {
      autoClose: false,
      actions: [
        {
          label: trans.__('Save to the gallery'),
          displayType: 'warn',
          callback: () =>
            void commands.execute(
              canUpdate ? CommandIDs.saveVersion : CommandIDs.saveNew
            )
        }
      ]
    }
  );
}
