// The form for a new version of a notebook that is in the gallery.
import type { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { IPreview } from '../api';
import { Field } from './about_form';
import { Departure, Problem } from './departure';

export class VersionForm
  extends ReactWidget
  implements Dialog.IBodyWidget
{
  constructor(
    private readonly preview: IPreview,
    private _message: string,
    private readonly problem: string | null,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('cp-Form');
  }

  getValue(): string {
    return this._message;
  }

  protected render(): React.ReactElement {
    const { trans } = this;
    return (
      <>
        <Problem sentence={this.problem} />
        <Field label={trans.__('What did you change? (optional)')}>
          <input
            className="jp-mod-styled"
            name="message"
            maxLength={500}
            defaultValue={this._message}
            onChange={event => (this._message = event.target.value)}
          />
        </Field>
        <Departure preview={this.preview} trans={trans} />
      </>
    );
  }
}
