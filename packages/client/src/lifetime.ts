/**
 * How long a client lives: what runs in the background, and what must give up when it is closed.
 *
 * Knows nothing of what the work is.
 */
export class Lifetime {
  readonly #onError: (error: unknown) => void;
  readonly #running = new Set<Promise<void>>();
  readonly #atEnd = new Set<() => void>();
  #isOver = false;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Does work that nobody waits for; what it throws is reported. Nothing starts after the end. */
  run(work: () => Promise<unknown>): void {
    if (this.#isOver) return;
    const running = work()
      .then(() => undefined, this.#onError)
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Calls `action` at the end, or now when that has come. The returned function takes it back. */
  onEnd(action: () => void): () => void {
    if (this.#isOver) action();
    else this.#atEnd.add(action);
    return () => {
      this.#atEnd.delete(action);
    };
  }

  /** Lets everything give up, and waits until it has. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const action of [...this.#atEnd]) action();
    this.#atEnd.clear();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
