/**
 * A background worker: runs when poked or when its time has come, never twice at once (specs/07 §4).
 *
 * `work` returns when it wants to run next, in milliseconds from now, or `undefined` to wait for a poke.
 */
import type { Clock } from '@sotto/ports';

const RETRY_AFTER_ERROR_MS = 5_000;
/** Work that pokes itself has to take a breath now and then. */
const MAX_RUNS_IN_A_ROW = 100;
const BREATH_MS = 1_000;

export interface PumpOptions {
  readonly clock: Clock;
  readonly work: () => Promise<number | undefined>;
  readonly onError: (error: unknown) => void;
}

interface Timer {
  readonly dueAtMs: number;
  cancel(): void;
}

export class Pump {
  readonly #options: PumpOptions;
  #state: 'new' | 'idle' | 'running' | 'again' | 'over' = 'new';
  #timer: Timer | undefined;
  #run: Promise<void> = Promise.resolve();

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  /** Begins with a first run. Does nothing after `stop`. */
  start(): void {
    if (this.#state === 'new') this.#state = 'idle';
    this.poke();
  }

  /** Runs soon; once more when it is running now. */
  poke(): void {
    if (this.#state === 'running') this.#state = 'again';
    if (this.#state !== 'idle') return;
    this.#cancelTimer();
    this.#state = 'running';
    this.#run = this.#run.then(() => this.#loop());
  }

  /** Runs in `delayMs` at the latest. */
  pokeWithin(delayMs: number): void {
    const dueAtMs = this.#options.clock.monotonicMs() + delayMs;
    if (this.#state === 'new' || this.#state === 'over') return;
    if (this.#timer && this.#timer.dueAtMs <= dueAtMs) return;
    this.#cancelTimer();
    const cancel = this.#options.clock.schedule(delayMs, () => {
      this.#timer = undefined;
      this.poke();
    });
    this.#timer = { dueAtMs, cancel };
  }

  /** Stops for good after the current run and waits for its end. */
  async stop(): Promise<void> {
    this.#state = 'over';
    this.#cancelTimer();
    await this.#run;
  }

  async #loop(): Promise<void> {
    if (this.#state === 'over') return;
    let delayMs = await this.#once();
    for (let runs = 1; runs < MAX_RUNS_IN_A_ROW && this.#isPokedAgain(); runs++) delayMs = await this.#once();
    if (this.#isPokedAgain()) delayMs = BREATH_MS;
    if (this.#state !== 'running') return;
    this.#state = 'idle';
    if (delayMs !== undefined) this.pokeWithin(delayMs);
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

  #cancelTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
