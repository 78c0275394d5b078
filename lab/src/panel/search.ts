// Searching as one types: waits for a pause, and forgets answers to older questions.

const PAUSE = 250; // milliseconds

export class SearchAsTyped<T> {
  constructor(
    private readonly ask: (words: string) => Promise<T>,
    private readonly show: (words: string, answer: T | null, error?: unknown) => void,
    private readonly pause: number = PAUSE
  ) {}

  /** Called at each key. No words: nothing to show, at once. */
  typed(words: string): void {
    this.wait(words, this.pause);
  }

  /** The same words mean something else now, as a filter was changed: ask without a pause. */
  again(words: string): void {
    this.wait(words, 0);
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._latest = -1;
  }

  private wait(words: string, pause: number): void {
    clearTimeout(this._timer);
    const question = ++this._latest;
    const asked = words.trim();
    if (!asked) {
      this.show('', null);
      return;
    }
    this._timer = setTimeout(() => void this.answer(question, asked), pause);
  }

  private async answer(question: number, words: string): Promise<void> {
    try {
      const answer = await this.ask(words);
      if (question === this._latest) {
        this.show(words, answer);
      }
    } catch (error) {
      if (question === this._latest) {
        this.show(words, null, error);
      }
    }
  }

  private _latest = 0;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
