/**
 * Work that is asked for more often than it can be done: per name one runs and one waits, the latest.
 *
 * Bounded by the number of names, so a burst of a thousand events costs two runs.
 */

type Task = () => Promise<void>;

export class Coalescer {
  readonly #running = new Set<string>();
  readonly #waiting = new Map<string, Task>();
  readonly #onFault: (error: unknown) => void;

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  run(name: string, task: Task): void {
    if (this.#running.has(name)) this.#waiting.set(name, task);
    else void this.#drain(name, task);
  }

  async #drain(name: string, first: Task): Promise<void> {
    this.#running.add(name);
    let task: Task | undefined = first;
    while (task !== undefined) {
      try {
        await task();
      } catch (error) {
        this.#onFault(error);
      }
      task = this.#waiting.get(name);
      this.#waiting.delete(name);
    }
    this.#running.delete(name);
  }
}
