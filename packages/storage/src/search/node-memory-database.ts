/** `MemoryDatabase` on `node:sqlite`. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { resultCodeOf } from '../node-sql-driver.ts';
import type { SqlRow, SqlStatement, SqlValue } from '../sql-driver.ts';
import { faultOf, storageError } from '../sql-fault.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** Statements come from a fixed set of texts; the bound is for a mistake. */
const MAX_PREPARED = 64;

export class NodeMemoryDatabase implements MemoryDatabase {
  readonly #database = new DatabaseSync(':memory:', { allowExtension: false });
  readonly #prepared = new Map<string, StatementSync>();

  async all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    return guarded(() => this.#prepare(sql).all(...values) as SqlRow[]);
  }

  async transact(statements: readonly SqlStatement[]): Promise<void> {
    guarded(() => {
      this.#database.exec('BEGIN');
      try {
        for (const { sql, values } of statements) this.#prepare(sql).run(...values);
        this.#database.exec('COMMIT');
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  async script(sql: string): Promise<void> {
    guarded(() => this.#database.exec(sql));
  }

  async serialize(): Promise<Uint8Array> {
    return guarded(() => this.#database.serialize());
  }

  async deserialize(bytes: Uint8Array): Promise<void> {
    this.#prepared.clear();
    guarded(() => this.#database.deserialize(bytes));
  }

  async close(): Promise<void> {
    this.#prepared.clear();
    if (this.#database.isOpen) this.#database.close();
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

function guarded<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw storageError(faultOf(resultCodeOf(cause)), cause);
  }
}
