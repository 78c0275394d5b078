// The Gallery panel at the left.
import type { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';
import { Account, SignIn } from './account';
import { FoundCells } from './found_cells';
import { Results, Shelf } from './lists';
import type { PanelModel } from './model';
import { Narrowing } from './narrowing';
import { Recorded } from './recorded';

export class GalleryPanel extends VDomRenderer<PanelModel> {
  constructor(
    model: PanelModel,
    private readonly trans: TranslationBundle
  ) {
    super(model);
    this.addClass('cp-Panel');
  }

  /** Put the cursor where one types. */
  focusSearch(): void {
    this.node.querySelector<HTMLInputElement>('input')?.focus();
  }

  protected render(): React.ReactElement {
    const { model, trans } = this;
    const { status, problem } = model;
    return (
      <>
        {problem && <Problem model={model} trans={trans} sentence={problem} />}
        {status && this.body(status.signed_in)}
        {!status && !problem && <p className="cp-Empty">{trans.__('Asking the gallery …')}</p>}
      </>
    );
  }

  private body(signedIn: boolean): React.ReactElement | null {
    const { model, trans } = this;
    const { status } = model;
    if (signedIn && status?.user) {
      return (
        <>
          <Account model={model} trans={trans} status={status} user={status.user} />
          <SearchBox model={model} trans={trans} />
          {model.answered ? (
            <>
              <Narrowing model={model} trans={trans} />
              <Results model={model} trans={trans} />
              <FoundCells model={model} trans={trans} />
            </>
          ) : (
            <Shelf model={model} trans={trans} />
          )}
          <Recorded model={model} trans={trans} />
        </>
      );
    }
    return status?.can_sign_in ? <SignIn model={model} trans={trans} status={status} /> : null;
  }
}

interface IProps {
  model: PanelModel;
  trans: TranslationBundle;
}

function SearchBox({ model, trans }: IProps): React.ReactElement {
  return (
    <input
      className="cp-Search jp-mod-styled"
      type="search"
      value={model.words}
      aria-label={trans.__('Search the gallery')}
      placeholder={trans.__('What do you want to know?')}
      onChange={event => model.search(event.target.value)}
    />
  );
}

function Problem({ model, trans, sentence }: IProps & { sentence: string }): React.ReactElement {
  return (
    <div className="cp-Problem" role="alert">
      <p>{sentence}</p>
      <button
        type="button"
        className="cp-Link"
        disabled={model.busy}
        onClick={() => void model.refresh()}
      >
        {trans.__('Try again')}
      </button>
    </div>
  );
}
