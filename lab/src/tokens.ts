// The contract: what our plugins, and those of others, may ask of the gallery from within JupyterLab.
import { Token } from '@lumino/coreutils';
import type { PartialJSONValue } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type {
  IAbout,
  ICell,
  IFoundNotebooks,
  IHealth,
  INarrowing,
  IOutcome,
  IPreview,
  IRecording,
  ISaved,
  IShelf,
  ISimilars,
  IStatus
} from './api';

/** A notebook's content, as JupyterLab's model gives it. */
export type Content = PartialJSONValue;

/** Which version of which gallery notebook a document is a copy of. */
export interface IOrigin {
  notebook: string;
  revision: number;
}

/** One execution of one cell. Nothing of its source, its output or an exception's words. */
export interface IRun extends IOrigin {
  cell_hash: string;
  success: boolean;
  /** The name of the exception's type; our half in the Jupyter server makes a coarse class of it. */
  error_type: string;
  /** How long the kernel was busy with it, waiting not included. */
  runtime_ms: number;
  started_at: string;
}

/** The same with an id of its own, so that one that arrives twice counts once. */
export interface IRecord extends IRun {
  id: string;
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
  /** What says almost the same already. Sends the content: ask when its author has decided to save. */
  similar(content: Content): Promise<ISimilars>;
  saveNew(about: IAbout, content: Content, path: string): Promise<ISaved>;
  saveVersion(
    base: IOrigin,
    message: string,
    content: Content,
    path: string
  ): Promise<ISaved>;
  search(words: string, narrowing: INarrowing): Promise<IFoundNotebooks>;
  /** Single cells that answer a question; never of deprecated notebooks. */
  cells(words: string, narrowing: INarrowing): Promise<ICell[]>;
  shelf(): Promise<IShelf>;
  /** What is recorded of executed cells. */
  recording(): Promise<IRecording>;
  /** The person was told what is recorded. */
  toldOfRecording(): Promise<void>;
  /** Hand over records of executed cells; resolves once they are on the server's disk. */
  recordExecutions(records: IRecord[]): Promise<void>;
  /** How a notebook fares, and one of its cells with everybody else. */
  health(notebook: string, cellHash: string): Promise<IHealth>;
  /** Tell the owner that a cell fails. */
  report(notebook: string, cellHash: string): Promise<void>;
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
