/**
 * Tells whoever shows something that it changed: the other end of `useSyncExternalStore`. A version stands for the state,
 * so that large state is read in place and never copied.
 */
export class Signal {
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #isScheduled = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  /** Listeners are told once for all changes of one turn. */
  changed(): void {
    this.#version++;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
