/** The driver on `node:sqlite`: synchronous inside, one connection, prepared statements kept. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Durability } from '@sotto/ports';
import { BUSY_TIMEOUT_MS, DATABASE_SETTINGS, SYNCHRONOUS } from './database-settings.ts';
import type { SqlDriver, SqlOutcome, SqlRow, SqlStatement, SqlValue } from './sql-driver.ts';
import { faultOf, storageError } from './sql-fault.ts';

/** Statements come from a fixed set of texts; the bound is for a mistake. */
const MAX_PREPARED = 256;

export class NodeSqlDriver implements SqlDriver {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  /** After a failed write nothing is known about what reached the disk: no commit is acknowledged any more. */
  #broken: SqlOutcome | undefined;
  /** What the next transaction will be, as the settings have it. */
  #durability: Durability = 'full';

  /** @throws {UnavailableError} `storage`, `home-busy` */
  constructor(path: string) {
    try {
      this.#database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, allowExtension: false });
      this.#database.exec(DATABASE_SETTINGS);
    } catch (cause) {
      throw storageError(faultOf(resultCodeOf(cause)), cause);
    }
  }

  async all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    try {
      return this.#prepare(sql).all(...values) as SqlRow[];
    } catch (cause) {
      throw storageError(faultOf(resultCodeOf(cause)), cause);
    }
  }

  async script(sql: string): Promise<void> {
    try {
      this.#database.exec(sql);
    } catch (cause) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw storageError(faultOf(resultCodeOf(cause)), cause);
    }
  }

  async transact(groups: readonly (readonly SqlStatement[])[], durability: Durability): Promise<readonly SqlOutcome[]> {
    const together = this.#transactTogether(groups, durability);
    if (together !== undefined) return together;
    // The transaction as a whole failed, for want of room perhaps: what fits alone is not refused for the rest.
    return groups.map((group) => this.#transactAlone(group, durability));
  }

  async close(): Promise<void> {
    this.#prepared.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  /** `undefined` when the transaction could not be completed and nothing of it took effect. */
  #transactTogether(groups: readonly (readonly SqlStatement[])[], durability: Durability): SqlOutcome[] | undefined {
    if (groups.length < 2 || this.#broken !== undefined) return undefined;
    try {
      this.#begin(durability);
      const outcomes = groups.map((group) => this.#runGroup(group));
      this.#run('COMMIT');
      return outcomes;
    } catch (cause) {
      this.#giveUp(cause);
      return undefined;
    }
  }

  #transactAlone(group: readonly SqlStatement[], durability: Durability): SqlOutcome {
    if (this.#broken !== undefined) return this.#broken;
    try {
      this.#begin(durability);
      const changes = this.#runStatements(group);
      this.#run('COMMIT');
      return { done: true, changes };
    } catch (cause) {
      return this.#giveUp(cause);
    }
  }

  /** One group inside a transaction. Throws when the whole transaction has to be given up. */
  #runGroup(group: readonly SqlStatement[]): SqlOutcome {
    this.#run('SAVEPOINT one_group');
    try {
      const changes = this.#runStatements(group);
      this.#run('RELEASE one_group');
      return { done: true, changes };
    } catch (cause) {
      const fault = faultOf(resultCodeOf(cause));
      if (fault !== 'unique') throw cause;
      this.#run('ROLLBACK TO one_group');
      this.#run('RELEASE one_group');
      return { done: false, fault, cause };
    }
  }

  /** SQLite reads the setting when a transaction commits, and refuses to change it inside of one. */
  #begin(durability: Durability): void {
    if (durability !== this.#durability) {
      this.#database.exec(SYNCHRONOUS[durability]);
      this.#durability = durability;
    }
    this.#run('BEGIN IMMEDIATE');
  }

  #runStatements(group: readonly SqlStatement[]): number {
    let changes = 0;
    for (const { sql, values } of group) changes += Number(this.#prepare(sql).run(...values).changes);
    return changes;
  }

  #run(sql: string): void {
    this.#prepare(sql).run();
  }

  /** Ends a transaction that failed; SQLite may have rolled it back already, as it does when the disk is full. */
  #giveUp(cause: unknown): SqlOutcome {
    const outcome: SqlOutcome = { done: false, fault: faultOf(resultCodeOf(cause)), cause };
    if (isDiskError(cause)) this.#broken = outcome;
    try {
      if (this.#database.isTransaction) this.#run('ROLLBACK');
    } catch {
      this.#broken = outcome;
    }
    return outcome;
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size >= MAX_PREPARED) this.#prepared.clear();
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/** SQLite's extended result code, when the error is SQLite's. */
export function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;

function isDiskError(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code !== undefined && [SQLITE_IOERR, SQLITE_CORRUPT].includes(code & 0xff);
}
