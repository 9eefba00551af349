/**
 * Empties the write-ahead log soon after a commit: until then it holds what was replaced or deleted, such as a ratchet
 * state that has moved on (attack B6).
 */
import type { Clock } from '@sotto/ports';
import type { SqlDriver } from './sql-driver.ts';

const CHECKPOINT_AFTER_MS = 5_000;

export class IdleCheckpoint {
  readonly #driver: SqlDriver;
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;
  #isStopped = false;
  #underWay: Promise<void> = Promise.resolve();

  constructor(driver: SqlDriver, clock: Clock) {
    this.#driver = driver;
    this.#clock = clock;
  }

  /** Something was committed. */
  noteCommit(): void {
    if (this.#isStopped) return;
    this.#cancel ??= this.#clock.schedule(CHECKPOINT_AFTER_MS, () => {
      this.#cancel = undefined;
      // A failure says nothing that the next commit does not say too.
      this.#underWay = emptyLog(this.#driver).catch(() => undefined);
    });
  }

  /** Stops for good; resolves when none is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#underWay;
  }
}

/** Moves everything into the database file and cuts the log to nothing. */
export async function emptyLog(driver: SqlDriver): Promise<void> {
  await driver.all('PRAGMA wal_checkpoint(TRUNCATE)', []);
}
