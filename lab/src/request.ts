// The one place that asks our half in the Jupyter server. Jupyter's own XSRF protection applies to every call.
import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { PartialJSONObject } from '@lumino/coreutils';
import { readProblem, Trouble } from './trouble';

/** Ask, or with a body do, something; rejects with a `Trouble`. */
export async function request<T>(
  name: string,
  body?: PartialJSONObject,
  settings: ServerConnection.ISettings = ServerConnection.makeSettings()
): Promise<T> {
  const url = URLExt.join(settings.baseUrl, 'commonplace', name);
  const init: RequestInit =
    body === undefined
      ? { method: 'GET' }
      : { method: 'POST', body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await ServerConnection.makeRequest(url, init, settings);
  } catch {
    throw new Trouble(
      'Your Jupyter server does not answer. Your open notebooks are kept in this window; try again in a moment.',
      'server-unreachable'
    );
  }
  const text = await response.text();
  if (!response.ok) {
    throw readProblem(response.status, text);
  }
  return JSON.parse(text) as T;
}
