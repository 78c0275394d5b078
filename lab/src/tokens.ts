// The contract: what our plugins, and those of others, may ask of the gallery from within JupyterLab.
import { Token } from '@lumino/coreutils';
import type { PartialJSONValue } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type {
  IAbout,
  IFound,
  IOutcome,
  IPreview,
  ISaved,
  IShelf,
  IStatus
} from './api';

/** A notebook's content, as JupyterLab's model gives it. */
export type Content = PartialJSONValue;

/** Which version of which gallery notebook a document is a copy of. */
export interface IOrigin {
  notebook: string;
  revision: number;
}

/** Every call rejects with a `Trouble`, whose message is a sentence for the person. */
export interface IGallery {
  /** The latest status; null until the first answer. */
  readonly status: IStatus | null;
  readonly statusChanged: ISignal<IGallery, IStatus>;
  refresh(): Promise<IStatus>;
  signIn(token: string): Promise<void>;
  signOut(): Promise<void>;
  redeem(ticket: string): Promise<IOutcome>;
  pull(notebook: string, revision?: number): Promise<IOutcome>;
  pullBeside(notebook: string, revision?: number): Promise<IOutcome>;
  preview(content: Content, path: string): Promise<IPreview>;
  saveNew(about: IAbout, content: Content, path: string): Promise<ISaved>;
  saveVersion(
    base: IOrigin,
    message: string,
    content: Content,
    path: string
  ): Promise<ISaved>;
  search(words: string): Promise<IFound[]>;
  shelf(): Promise<IShelf>;
}

export const IGallery = new Token<IGallery>(
  'commonplace-lab:IGallery',
  'The gallery, as the person of this JupyterLab may use it.'
);

/** Opens gallery notebooks as files here, asking where there is a copy already. */
export interface ICopyOpener {
  /** Open what a request for a notebook ended in. */
  open(outcome: IOutcome): Promise<void>;
  /** Fetch a notebook by its id and open it. */
  pull(notebook: string, revision?: number): Promise<void>;
  /** Fetch a version and open it beside the copy that is here. */
  pullBeside(notebook: string, revision: number): Promise<void>;
}

export const ICopyOpener = new Token<ICopyOpener>(
  'commonplace-lab:ICopyOpener',
  'Opens gallery notebooks as files without ever overwriting one.'
);

/** The names of our commands. */
export const CommandIDs = {
  saveNew: 'commonplace:save-new',
  saveVersion: 'commonplace:save-version',
  open: 'commonplace:open',
  openPage: 'commonplace:open-page'
} as const;
