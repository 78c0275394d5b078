// The one error of this room.

/** Something that the person must hear about: its message is a sentence. */
export class Trouble extends Error {
  constructor(
    message: string,
    readonly reason: string,
    readonly details: Record<string, unknown> = {}
  ) {
    super(message);
    this.name = 'Trouble';
  }
}

/** Read a refusal of our server's half; a foreign one becomes a general sentence. */
export function readProblem(status: number, text: string): Trouble {
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // Not ours: a proxy's page, perhaps.
  }
  if (typeof body === 'object' && body !== null && 'message' in body) {
    const { message, reason, ...details } = body as Record<string, unknown>;
    if (typeof message === 'string' && message) {
      return new Trouble(
        message,
        typeof reason === 'string' ? reason : '',
        details
      );
    }
  }
  return new Trouble(
    `Your Jupyter server could not do this (${status}). Nothing was lost; reload the page and try again.`,
    'server-error'
  );
}

/** The sentence in whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
