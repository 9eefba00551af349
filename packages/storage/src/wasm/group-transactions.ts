/**
 * Groups of statements in one transaction, on a connection that answers at once (the contract of `SqlDriver.transact`).
 *
 * Owns what becomes of each group and when nothing is acknowledged any more. Must not know: what the statements say.
 */
import type { SqlStatement } from '../sql-driver.ts';
import type { CommitDurability, GroupReply } from './database-call.ts';
import type { WasmConnection } from './wasm-connection.ts';
import { isDiskError, wasmFault } from './wasm-fault.ts';

/** SQLite reads the setting when a transaction commits, and refuses to change it inside of one. */
const SYNCHRONOUS: Readonly<Record<CommitDurability, string>> = {
  full: 'PRAGMA synchronous = FULL',
  relaxed: 'PRAGMA synchronous = NORMAL',
};

export class GroupTransactions {
  readonly #connection: WasmConnection;
  /** What the next transaction will be, as the settings have it. */
  #durability: CommitDurability = 'full';
  /** After a failed write nothing is known about what reached the disk: no commit is acknowledged any more. */
  #broken: GroupReply | undefined;

  constructor(connection: WasmConnection) {
    this.#connection = connection;
  }

  run(groups: readonly (readonly SqlStatement[])[], durability: CommitDurability): readonly GroupReply[] {
    if (durability !== this.#durability) {
      this.#connection.script(SYNCHRONOUS[durability]);
      this.#durability = durability;
    }
    // What could not be done together, for want of room perhaps, may fit alone.
    return this.#runTogether(groups) ?? groups.map((group) => this.#runAlone(group));
  }

  /** `undefined` when the transaction could not be completed and nothing of it took effect. */
  #runTogether(groups: readonly (readonly SqlStatement[])[]): GroupReply[] | undefined {
    if (groups.length < 2 || this.#broken !== undefined) return undefined;
    try {
      this.#connection.run('BEGIN IMMEDIATE');
      const replies = groups.map((group) => this.#runGroup(group));
      this.#connection.run('COMMIT');
      return replies;
    } catch (cause) {
      this.#giveUp(cause);
      return undefined;
    }
  }

  #runAlone(group: readonly SqlStatement[]): GroupReply {
    if (this.#broken !== undefined) return this.#broken;
    try {
      this.#connection.run('BEGIN IMMEDIATE');
      const changes = this.#runStatements(group);
      this.#connection.run('COMMIT');
      return { done: true, changes };
    } catch (cause) {
      return this.#giveUp(cause);
    }
  }

  /** One group inside a transaction. Throws when the whole transaction has to be given up. */
  #runGroup(group: readonly SqlStatement[]): GroupReply {
    this.#connection.run('SAVEPOINT one_group');
    try {
      const changes = this.#runStatements(group);
      this.#connection.run('RELEASE one_group');
      return { done: true, changes };
    } catch (cause) {
      const failure = wasmFault(cause);
      if (failure.fault !== 'unique') throw cause;
      this.#connection.run('ROLLBACK TO one_group');
      this.#connection.run('RELEASE one_group');
      return { done: false, ...failure };
    }
  }

  #runStatements(group: readonly SqlStatement[]): number {
    let changes = 0;
    for (const { sql, values } of group) changes += this.#connection.run(sql, values);
    return changes;
  }

  /** Ends a transaction that failed; SQLite may have rolled it back already. */
  #giveUp(cause: unknown): GroupReply {
    const reply: GroupReply = { done: false, ...wasmFault(cause) };
    if (isDiskError(cause)) this.#broken = reply;
    try {
      if (this.#connection.isInTransaction) this.#connection.run('ROLLBACK');
    } catch {
      this.#broken = reply;
    }
    return reply;
  }
}
