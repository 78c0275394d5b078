// Who is signed in, or how to sign in.
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IStatus, IUser } from '../api';
import type { PanelModel } from './model';

interface IProps {
  model: PanelModel;
  trans: TranslationBundle;
}

export function Account(props: IProps & { status: IStatus; user: IUser }): React.ReactElement {
  const { model, status, user, trans } = props;
  return (
    <div className="cp-Account">
      <span>
        {trans.__('Signed in as')}{' '}
        <a href={user.url} target="_blank" rel="noopener noreferrer">
          {user.full_name || user.name}
        </a>
      </span>
      {status.can_sign_in && (
        <button
          type="button"
          className="cp-Link"
          disabled={model.busy}
          onClick={() => void model.signOut()}
        >
          {trans.__('Disconnect')}
        </button>
      )}
    </div>
  );
}

export function SignIn({ model, trans, status }: IProps & { status: IStatus }): React.ReactElement {
  return (
    <section className="cp-Section cp-SignIn">
      <h2>{trans.__('Connect to the gallery')}</h2>
      <ol>
        <li>
          <a
            href={`${status.gallery_url}/environments/`}
            target="_blank"
            rel="noopener noreferrer"
          >
            {trans.__('Register this Jupyter server in the gallery')}
          </a>
        </li>
        <li>{trans.__('Paste the token that you get there. It is kept on this server, readable by you alone.')}</li>
      </ol>
      <TokenForm model={model} trans={trans} />
    </section>
  );
}

function TokenForm({ model, trans }: IProps): React.ReactElement {
  const [token, setToken] = React.useState('');
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        void model.signIn(token);
      }}
    >
      <label className="cp-Field">
        <span>{trans.__('Token')}</span>
        <input
          className="jp-mod-styled"
          type="password"
          name="token"
          autoComplete="off"
          required
          value={token}
          onChange={event => setToken(event.target.value)}
        />
      </label>
      <button className="jp-mod-styled jp-mod-accept" type="submit" disabled={model.busy}>
        {trans.__('Connect')}
      </button>
    </form>
  );
}
