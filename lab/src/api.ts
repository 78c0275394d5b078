// The shapes that our half in the Jupyter server answers.

export interface IUser {
  name: string;
  full_name: string;
  url: string;
  /** What an author confirms by saving, in the operator's words; an older gallery does not tell. */
  terms?: string;
  /** Which edition of the terms that is: sent along, so that the gallery knows what was shown. */
  terms_number?: number;
}

export interface IStatus {
  signed_in: boolean;
  user: IUser | null;
  /** A sentence for the person, where the gallery or the sign-in has one. */
  problem: string | null;
  gallery_url: string;
  /** Whether a personal token can be pasted here (not on a hub, where one is signed in already). */
  can_sign_in: boolean;
  /** When this server ends at the latest, in seconds since 1970. */
  ends_at: number | null;
  idle_seconds: number | null;
  /** The server's clock, in seconds since 1970; the browser's may differ. */
  now: number;
}

/** What became of a notebook that was to be written here. */
export interface IOutcome {
  status: 'written' | 'unchanged' | 'changed' | 'other-version';
  path: string;
  notebook: string;
  revision: number;
  title: string;
  mine_revision: number;
  mine_changed: boolean;
}

export interface IFinding {
  kind: string;
  cell: number | null;
  line: number | null;
  /** A sentence that names the place. */
  message: string;
}

export interface IPreview {
  cells: number;
  bytes: number;
  /** Plain sentences: what leaves, what is removed. */
  leaves: string[];
  warnings: IFinding[];
  proposed: { title: string; question: string; description: string; tags: string[] };
}

/** A notebook that says almost the same as the one that is about to be saved. */
export interface ISimilar {
  title: string;
  owner: string;
  /** Of the code of both so much is the same. */
  percent: number;
  url: string;
}

/** The nearest of them, and how many there are that the person may find. */
export interface ISimilars {
  items: ISimilar[];
  total: number;
}

export type Visibility = 'private' | 'public';

export interface IAbout {
  title: string;
  /** The question that it answers; may be empty. */
  question: string;
  description: string;
  tags: string[];
  visibility: Visibility;
  /** The edition of the terms that was shown; null where the gallery told none. */
  terms: number | null;
}

export interface ISaved {
  notebook: string;
  revision: number;
  url: string;
}

/** Who saved while somebody else was working; part of the answer with reason `revision-conflict`. */
export interface IConflict {
  current_revision: number;
  current_author: string;
  current_message: string;
  current_saved_at: string;
}

/** A single cell that answers a question. */
export interface ICell {
  notebook: string;
  title: string;
  owner: string;
  language: string;
  /** Its number on the notebook's page. */
  number: number;
  source: string;
  url: string;
}

export interface IFound {
  uuid: string;
  title: string;
  snippet: string;
  owner: string;
  tags: string[];
  language: string;
  health: string;
  revision: number;
  url: string;
  /** An older gallery does not tell. */
  deprecated?: boolean;
}

/** The first of the notebooks that answer a question. */
export interface IFoundNotebooks {
  items: IFound[];
  /** How many answer it, those that are not among the first included. */
  total: number;
  /** How many more do, but are deprecated; an older gallery does not tell. */
  deprecated?: number;
  /** The question with slips of the finger put right; empty for none; an older gallery does not tell. */
  did_you_mean?: string;
}

/** What a search is narrowed to; an empty text narrows nothing. */
export interface INarrowing {
  language: string;
  health: '' | 'healthy';
  /** Whether deprecated notebooks are shown, after the others. */
  deprecated: '' | 'show';
}

export interface IShelfItem {
  notebook: string;
  title: string;
  revision: number;
  filename: string;
  url: string;
}

export interface IRecommended {
  notebook: string;
  title: string;
  /** One sentence that says why. */
  reason: string;
}

export interface IShelf {
  starred: IShelfItem[];
  recent: IShelfItem[];
  recommended: IRecommended[];
}

/** What is recorded of executed cells; null while the gallery is away. */
export interface IRecording {
  record: boolean | null;
  causes: boolean | null;
  /** Whether the person was told already. */
  told: boolean;
}

/** How one cell fares with everybody but the person who asks. */
export interface IOthers {
  users: number;
  /** For how many of them it worked, or failed, when they last ran it. */
  working: number;
  failing: number;
  /** The first failure since it last worked for anybody. */
  failing_since: string | null;
}

export interface IOutage {
  /** What the notebooks share that fail together. */
  name: string;
  since: string;
  /** How many other notebooks fail with this one. */
  others: number;
}

/** The health of a notebook, as far as a person with a failure wants to know it. */
export interface IHealth {
  outage: IOutage | null;
  /** Of the cell that was asked for; null if the gallery's version holds no such cell. */
  others: IOthers | null;
}
