/**
 * Group commit: commits that are asked for while another is under way, or in the same turn, share one transaction.
 *
 * Each keeps its own outcome. Order is the order of the calls. A transaction is as durable as the most demanding of them.
 */
import type { Durability } from '@sotto/ports';
import { LimitError } from '@sotto/wire';
import type { SqlDriver, SqlOutcome, SqlStatement } from './sql-driver.ts';

/** Commits that share one transaction. */
const MAX_GROUPS = 64;
/** Commits that may wait; a caller that outruns the disk by more has to slow down. */
const MAX_WAITING = 4_096;

interface Waiting {
  readonly statements: readonly SqlStatement[];
  readonly durability: Durability;
  readonly resolve: (outcome: SqlOutcome) => void;
}

export class CommitQueue {
  readonly #driver: SqlDriver;
  readonly #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(driver: SqlDriver) {
    this.#driver = driver;
  }

  /** @throws {LimitError} `too-many` when MAX_WAITING commits wait already */
  add(statements: readonly SqlStatement[], durability: Durability): Promise<SqlOutcome> {
    if (this.#waiting.length >= MAX_WAITING) {
      throw new LimitError('too-many', 'too many commits at once', { facts: { max: MAX_WAITING } });
    }
    const { promise, resolve } = Promise.withResolvers<SqlOutcome>();
    this.#waiting.push({ statements, durability, resolve });
    this.#running ??= this.#run();
    return promise;
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // What is asked for in this turn comes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_GROUPS);
      const durability = group.every((waiting) => waiting.durability === 'relaxed') ? 'relaxed' : 'full';
      const statements = group.map((waiting) => waiting.statements);
      const outcomes = await this.#driver.transact(statements, durability);
      group.forEach(({ resolve }, index) => {
        resolve(outcomes[index] ?? { done: false, fault: 'broken', cause: undefined });
      });
    }
    this.#running = undefined;
  }
}
