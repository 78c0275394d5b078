// A strip between toolbar and cells: what is recorded (once), and how a failed cell fares with others. It never takes
// the focus; what it says is announced politely; each part is closed with its button, or with Escape inside it.
import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon, VDomRenderer } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import type { IFailure, StripModel } from './strip_model';

export class Strip extends VDomRenderer<StripModel> {
  constructor(
    model: StripModel,
    private readonly trans: TranslationBundle
  ) {
    super(model);
    this.addClass('cp-Strip');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Notes on running this notebook'));
  }

  override dispose(): void {
    this.sizes.disconnect();
    super.dispose();
  }

  protected render(): React.ReactElement {
    const { model, trans } = this;
    const leave = (): void => this.leave();
    return (
      <div ref={this.watch}>
        <Notice model={model} trans={trans} leave={leave} />
        <Failure model={model} trans={trans} leave={leave} />
      </div>
    );
  }

  private readonly watch = (parts: HTMLDivElement | null): void => {
    this.sizes.disconnect();
    if (parts) {
      this.sizes.observe(parts);
    }
  };

  /** The layout around gives each widget the height that it asks for, and looks only when told to. */
  private stretch(height: number): void {
    this.node.style.minHeight = `${Math.ceil(height)}px`;
    if (this.parent) {
      MessageLoop.postMessage(this.parent, Widget.Msg.FitRequest);
    }
  }

  /** What had the focus is gone: give it back to the notebook. */
  private leave(): void {
    this.parent?.parent?.activate();
  }

  private readonly sizes = new ResizeObserver(entries => {
    this.stretch(entries.at(-1)?.contentRect.height ?? 0);
  });
}

interface IProps {
  model: StripModel;
  trans: TranslationBundle;
  leave: () => void;
}

function Notice({ model, trans, leave }: IProps): React.ReactElement {
  const close = (): void => {
    model.tell([]);
    leave();
  };
  return (
    <Part name={trans.__('Close this notice')} close={model.notice.length > 0 ? close : null}>
      {model.notice.length > 0 && (
        <p>
          {model.notice.join(' ')}{' '}
          <Link to={`${model.gallery}/help#recording`}>{trans.__('Read more')}</Link>
        </p>
      )}
    </Part>
  );
}

function Failure({ model, trans, leave }: IProps): React.ReactElement {
  const { failure } = model;
  const close = (): void => {
    model.close();
    leave();
  };
  return (
    <Part name={trans.__('Close this message')} close={failure ? close : null} failed>
      {failure && (
        <>
          <p>
            <strong>{trans.__('A cell failed.')}</strong> {failure.sentence}{' '}
            <Link to={`${model.gallery}/notebooks/${failure.notebook}/health`}>{trans.__('See its health')}</Link>
          </p>
          {failure.problem && <p>{failure.problem}</p>}
          {failure.reporting === 'done' && <p>{trans.__('The owner has been told. Thank you.')}</p>}
          {failure.reporting !== 'done' && <ReportButton failure={failure} model={model} trans={trans} />}
        </>
      )}
    </Part>
  );
}

function ReportButton(props: { failure: IFailure; model: StripModel; trans: TranslationBundle }): React.ReactElement {
  const { failure, model, trans } = props;
  return (
    <button
      type="button"
      className="cp-Part-report"
      aria-disabled={failure.reporting === 'under way'}
      onClick={() => void model.report()}
    >
      {trans.__('Report to the owner')}
    </button>
  );
}

/** One message. Its place is there also while it is empty: screen readers announce what appears inside. */
function Part(props: {
  name: string;
  close: (() => void) | null;
  failed?: boolean;
  children: React.ReactNode;
}): React.ReactElement {
  const { name, close, failed, children } = props;
  const look = close ? `cp-Part ${failed ? 'cp-mod-failed' : ''}` : '';
  return (
    <div className={look} onKeyDown={event => event.key === 'Escape' && close?.()}>
      <div role="status">{children}</div>
      {close && (
        <button type="button" className="cp-Part-close" aria-label={name} title={name} onClick={close}>
          <closeIcon.react tag="span" />
        </button>
      )}
    </div>
  );
}

function Link({ to, children }: { to: string; children: React.ReactNode }): React.ReactElement {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
