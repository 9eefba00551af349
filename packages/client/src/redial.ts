/**
 * Tries again and again to be connected directly: soon after the way to others may have changed, as that is often said
 * before it is true, then ever more seldom (specs/07 §1, §4).
 *
 * Must not know whom it connects to, nor how.
 */
import type { Clock } from '@sotto/ports';
import { Pump } from './pump.ts';

const FIRST_AFTER_MS = 1_000;
const EVERY_MS = 30_000;

export interface RedialOptions {
  readonly clock: Clock;
  /** Whether everybody is connected now. */
  readonly connectAll: () => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

export class Redial {
  readonly #options: RedialOptions;
  readonly #pump: Pump;
  #delayMs = FIRST_AFTER_MS;

  constructor(options: RedialOptions) {
    this.#options = options;
    this.#pump = new Pump({ ...options, work: () => this.#round() });
  }

  start(): void {
    this.#pump.start();
  }

  async stop(): Promise<void> {
    await this.#pump.stop();
  }

  /** The way to others may be another one now. */
  soon(): void {
    this.#delayMs = FIRST_AFTER_MS;
    this.#pump.poke();
  }

  async #round(): Promise<number> {
    if (await this.#options.connectAll()) return EVERY_MS;
    const delayMs = this.#delayMs;
    this.#delayMs = Math.min(EVERY_MS, delayMs * 2);
    return delayMs;
  }
}
