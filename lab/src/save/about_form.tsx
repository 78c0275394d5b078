// The form for a notebook that is new in the gallery.
import type { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { IAbout, IPreview, ISimilars, Visibility } from '../api';
import { Copies } from './copies';
import { Departure, Problem } from './departure';
import { LONGEST_QUESTION, LONGEST_TITLE, readTags, showTags } from './model';

export class AboutForm
  extends ReactWidget
  implements Dialog.IBodyWidget<IAbout>
{
  constructor(
    private readonly preview: IPreview,
    private readonly about: IAbout,
    private readonly problem: string | null,
    private readonly copies: ISimilars,
    private readonly terms: string,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('cp-Form');
    this._tags = showTags(about.tags);
  }

  getValue(): IAbout {
    return { ...this.about, tags: readTags(this._tags) };
  }

  protected render(): React.ReactElement {
    const { trans } = this;
    return (
      <>
        <Problem sentence={this.problem} />
        <Copies copies={this.copies} trans={trans} />
        <Departure preview={this.preview} trans={trans} />
        {this.words()}
        <Field label={trans.__('Tags, separated by commas')}>
          <input
            className="jp-mod-styled"
            name="tags"
            defaultValue={this._tags}
            onChange={event => (this._tags = event.target.value)}
          />
        </Field>
        <fieldset className="cp-Choices">
          <legend>{trans.__('Who may see it')}</legend>
          {this.choice('private', trans.__('Only you, until you share it'))}
          {this.choice('public', trans.__('Everybody who can open the gallery'))}
        </fieldset>
        <p className="cp-Terms">{this.terms}</p>
      </>
    );
  }

  private words(): React.ReactElement {
    const { trans, about } = this;
    return (
      <>
        <Field label={trans.__('Title')}>
          <input
            className="jp-mod-styled"
            name="title"
            required
            maxLength={LONGEST_TITLE}
            defaultValue={about.title}
            onChange={event => (about.title = event.target.value)}
          />
        </Field>
        <Field label={trans.__('Which question does it answer? (optional)')}>
          <input
            className="jp-mod-styled"
            name="question"
            maxLength={LONGEST_QUESTION}
            defaultValue={about.question}
            onChange={event => (about.question = event.target.value)}
          />
        </Field>
        <Field label={trans.__('Description')}>
          <textarea
            className="jp-mod-styled"
            name="description"
            rows={2}
            defaultValue={about.description}
            onChange={event => (about.description = event.target.value)}
          />
        </Field>
      </>
    );
  }

  private choice(value: Visibility, label: string): React.ReactElement {
    return (
      <label>
        <input
          type="radio"
          name="visibility"
          value={value}
          defaultChecked={this.about.visibility === value}
          onChange={() => (this.about.visibility = value)}
        />
        {label}
      </label>
    );
  }

  private _tags: string;
}

export function Field(props: {
  label: string;
  children: React.ReactNode;
}): React.ReactElement {
  return (
    <label className="cp-Field">
      <span>{props.label}</span>
      {props.children}
    </label>
  );
}
