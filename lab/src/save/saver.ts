// Saving to the gallery: look first, ask, save, and say where it is. What was typed survives a failure.
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IAbout, IPreview, ISaved, ISimilars, IStatus } from '../api';
import { originOf, setOrigin } from '../origin';
import type { Content, ICopyOpener, IGallery, IOrigin } from '../tokens';
import { sentenceOf, Trouble } from '../trouble';
import { AboutForm } from './about_form';
import { chooseAfterConflict } from './conflict';
import { lookForCopies, missing, proposedAbout, readConflict, termsLine } from './model';
import { VersionForm } from './version_form';

const NO_COPIES: ISimilars = { items: [], total: 0 };

export class Saver {
  constructor(
    private readonly gallery: IGallery,
    private readonly opener: ICopyOpener,
    private readonly trans: TranslationBundle
  ) {}

  /** Save a document as a notebook that is new in the gallery. */
  async saveNew(panel: NotebookPanel): Promise<void> {
    const preview = await this.preview(panel);
    let status = await this.status();
    let about: IAbout | null = proposedAbout(preview);
    let problem: string | null = null;
    let copies: ISimilars | null = null;
    while ((about = await this.askAbout(preview, about, problem, status, copies))) {
      problem = missing(about, this.trans);
      if (problem) {
        continue;
      }
      if (!copies) {
        // Not before somebody pressed Save: to compare, the gallery is sent what saving sends.
        copies = await lookForCopies(
          () => this.gallery.similar(contentOf(panel)),
          originOf(panel)
        );
        if (copies.total > 0) {
          continue;
        }
      }
      try {
        const { gallery } = this;
        const path = panel.context.localPath;
        const saved = await gallery.saveNew(about, contentOf(panel), path);
        await this.finish(panel, saved);
        return;
      } catch (error) {
        problem = sentenceOf(error);
        // The terms may be what has changed; a server that is away must not lose what was typed.
        status = await this.gallery.refresh().catch(() => status);
      }
    }
  }

  /** Save a document as a new version of the notebook that it is a copy of. */
  async saveVersion(panel: NotebookPanel, base: IOrigin): Promise<void> {
    const preview = await this.preview(panel);
    let message: string | null = '';
    let problem: string | null = null;
    while ((message = await this.askMessage(preview, message, problem)) !== null) {
      try {
        await this.addVersion(panel, base, message);
        return;
      } catch (error) {
        problem = sentenceOf(error);
      }
    }
  }

  private async addVersion(
    panel: NotebookPanel,
    base: IOrigin,
    message: string
  ): Promise<void> {
    const path = panel.context.localPath;
    const content = contentOf(panel);
    try {
      const saved = await this.gallery.saveVersion(base, message, content, path);
      await this.finish(panel, saved);
    } catch (error) {
      if (!(error instanceof Trouble && error.reason === 'revision-conflict')) {
        throw error;
      }
      await this.resolve(panel, base, message, error);
    }
  }

  private async resolve(
    panel: NotebookPanel,
    base: IOrigin,
    message: string,
    trouble: Trouble
  ): Promise<void> {
    const conflict = readConflict(trouble.details);
    const { notebook } = base;
    const revision = conflict.current_revision;
    switch (await chooseAfterConflict(conflict, this.trans)) {
      case 'on-top':
        return this.addVersion(panel, { notebook, revision }, message);
      case 'new':
        return this.saveNew(panel);
      case 'beside':
        return this.opener.pullBeside(notebook, revision);
      case null:
        return;
    }
  }

  private preview(panel: NotebookPanel): Promise<IPreview> {
    return this.gallery.preview(contentOf(panel), panel.context.localPath);
  }

  /** Asked anew where the gallery was away when JupyterLab started. */
  private async status(): Promise<IStatus> {
    const { status } = this.gallery;
    return status?.user ? status : this.gallery.refresh();
  }

  private async askAbout(
    preview: IPreview,
    about: IAbout,
    problem: string | null,
    status: IStatus,
    copies: ISimilars | null
  ): Promise<IAbout | null> {
    const shown = { ...about, terms: status.user?.terms_number ?? null };
    const terms = termsLine(status, this.trans);
    const result = await showDialog({
      title: this.trans.__('Save to the gallery'),
      body: new AboutForm(preview, shown, problem, copies ?? NO_COPIES, terms, this.trans),
      buttons: this.buttons(),
      focusNodeSelector: 'input[name="title"]'
    });
    return result.button.accept ? result.value : null;
  }

  private async askMessage(
    preview: IPreview,
    message: string,
    problem: string | null
  ): Promise<string | null> {
    const result = await showDialog({
      title: this.trans.__('Save a new version'),
      body: new VersionForm(preview, message, problem, this.trans),
      buttons: this.buttons(),
      focusNodeSelector: 'input[name="message"]'
    });
    return result.button.accept ? result.value : null;
  }

  private buttons(): Dialog.IButton[] {
    return [
      Dialog.cancelButton({ label: this.trans.__('Cancel') }),
      Dialog.okButton({ label: this.trans.__('Save') })
    ];
  }

  /** Never rejects: what the gallery has acknowledged is saved, and must not be offered for saving again. */
  private async finish(panel: NotebookPanel, saved: ISaved): Promise<void> {
    this.announce(saved);
    const model = panel.content.model;
    if (!model || panel.isDisposed) {
      return;
    }
    setOrigin(model, saved);
    try {
      await panel.context.save();
    } catch {
      Notification.warning(
        this.trans.__(
          'The notebook is saved in the gallery, but its file here could not be written. Save the file once more.'
        )
      );
    }
  }

  private announce(saved: ISaved): void {
    const { trans } = this;
    const callback = (): void =>
      void window.open(saved.url, '_blank', 'noopener');
    Notification.success(
      trans.__('Saved to the gallery as version %1.', saved.revision),
      {
        autoClose: 15_000,
        actions: [
          { label: trans.__('Open its page'), displayType: 'link', callback }
        ]
      }
    );
  }
}

function contentOf(panel: NotebookPanel): Content {
  return panel.content.model?.toJSON() ?? null;
}
