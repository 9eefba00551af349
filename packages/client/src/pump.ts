/**
 * A background worker: runs when poked or when its time has come, never twice at once (specs/07 §4).
 *
 * `work` returns when it wants to run next, in milliseconds from now, or `undefined` to wait for a poke.
 */
import type { Clock } from '@sotto/ports';

const RETRY_AFTER_ERROR_MS = 5_000;

export interface PumpOptions {
  readonly clock: Clock;
  readonly work: () => Promise<number | undefined>;
  readonly onError: (error: unknown) => void;
}

export class Pump {
  readonly #options: PumpOptions;
  #state: 'stopped' | 'idle' | 'running' | 'again' = 'stopped';
  #cancelTimer: (() => void) | undefined;
  #run: Promise<void> = Promise.resolve();

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#state === 'stopped') this.#state = 'idle';
    this.poke();
  }

  /** Runs soon; once more when it is running now. */
  poke(): void {
    if (this.#state === 'running') this.#state = 'again';
    if (this.#state !== 'idle') return;
    this.#cancelTimer?.();
    this.#state = 'running';
    this.#run = this.#loop();
  }

  /** Stops after the current run and waits for its end. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#cancelTimer?.();
    await this.#run;
  }

  async #loop(): Promise<void> {
    let delayMs = await this.#once();
    while (this.#isPokedAgain()) delayMs = await this.#once();
    if (this.#state === 'stopped') return;
    this.#state = 'idle';
    if (delayMs !== undefined) this.#cancelTimer = this.#options.clock.schedule(delayMs, () => this.poke());
  }

  async #once(): Promise<number | undefined> {
    try {
      return await this.#options.work();
    } catch (error) {
      this.#options.onError(error);
      return RETRY_AFTER_ERROR_MS;
    }
  }

  #isPokedAgain(): boolean {
    if (this.#state !== 'again') return false;
    this.#state = 'running';
    return true;
  }
}
