/**
 * One open database of the WebAssembly engine: prepared statements kept, values in and out.
 *
 * Owns the translation between SQL values and the engine. Must not know: who asks, or what belongs together.
 */

import { UnavailableError } from '@sotto/wire';
import type { Database, PreparedStatement, SAHPoolUtil, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { DATABASE_SETTINGS } from '../database-settings.ts';
import type { SqlRow, SqlValue } from '../sql-driver.ts';
import { forgetNoRoom } from './sqlite-engine.ts';
import { isTaken } from './wasm-fault.ts';

/** Statements come from a fixed set of texts; the bound is for a mistake. */
const MAX_PREPARED = 256;
const MEMORY = ':memory:';
/** The database, its log, and one to spare. */
const POOL_FILES = 3;
/** How long the worker of a tab that just ended may still have the files. */
const PATIENCE_MS = 1_000;
const RETRY_MS = 25;

/** Pools that this worker has opened. */
let pools = 0;

export class WasmConnection {
  readonly #sqlite: Sqlite3Static;
  readonly #database: Database;
  readonly #pool: SAHPoolUtil | undefined;
  readonly #prepared = new Map<string, PreparedStatement>();

  private constructor(sqlite: Sqlite3Static, database: Database, pool: SAHPoolUtil | undefined) {
    this.#sqlite = sqlite;
    this.#database = database;
    this.#pool = pool;
  }

  /** `path`: folder and file of the origin's private file system, or `:memory:`. */
  static async open(sqlite: Sqlite3Static, path: string): Promise<WasmConnection> {
    const at = path.lastIndexOf('/');
    const pool = path === MEMORY ? undefined : await openPool(sqlite, path.slice(0, at));
    let connection: WasmConnection | undefined;
    try {
      const database = pool === undefined ? new sqlite.oo1.DB(path, 'c') : new pool.OpfsSAHPoolDb(path.slice(at));
      connection = new WasmConnection(sqlite, database, pool);
      connection.script(DATABASE_SETTINGS);
      return connection;
    } catch (error) {
      if (connection === undefined) pool?.pauseVfs();
      else connection.close();
      throw error;
    }
  }

  all(sql: string, values: readonly SqlValue[]): SqlRow[] {
    forgetNoRoom();
    const statement = this.#bound(sql, values);
    try {
      const rows: SqlRow[] = [];
      while (statement.step()) rows.push(statement.get({}) as SqlRow);
      return rows;
    } finally {
      statement.reset(true);
    }
  }

  /** The number of rows changed. */
  run(sql: string, values: readonly SqlValue[] = []): number {
    forgetNoRoom();
    const statement = this.#bound(sql, values);
    try {
      while (statement.step());
      return this.#sqlite.capi.sqlite3_changes(this.#database);
    } finally {
      statement.reset(true);
    }
  }

  script(sql: string): void {
    forgetNoRoom();
    this.#database.exec(sql);
  }

  /** The whole database. */
  serialize(): Uint8Array<ArrayBuffer> {
    return this.#sqlite.capi.sqlite3_js_db_export(this.#database);
  }

  /** Puts another database, as `serialize` gave it, in place of this one, which must be in memory. */
  deserialize(bytes: Uint8Array): void {
    this.#forgetStatements();
    const { capi, wasm } = this.#sqlite;
    const { pointer } = this.#database;
    if (pointer === undefined) throw new UnavailableError('storage', 'the database is closed');
    // SQLite takes the memory over, and gives it back when this fails too.
    const copy = wasm.allocFromTypedArray(bytes);
    const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
    const code = capi.sqlite3_deserialize(pointer, 'main', copy, bytes.length, bytes.length, flags);
    this.#database.checkRc(code);
  }

  get isInTransaction(): boolean {
    return this.#sqlite.capi.sqlite3_get_autocommit(this.#database) === 0;
  }

  /** Lets go of the files. */
  close(): void {
    this.#forgetStatements();
    this.#database.close();
    this.#pool?.pauseVfs();
  }

  #bound(sql: string, values: readonly SqlValue[]): PreparedStatement {
    const statement = this.#prepare(sql);
    if (values.length > 0) statement.bind([...values]);
    return statement;
  }

  #prepare(sql: string): PreparedStatement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size >= MAX_PREPARED) this.#forgetStatements();
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }

  #forgetStatements(): void {
    for (const statement of this.#prepared.values()) statement.finalize();
    this.#prepared.clear();
  }
}

/** The files of a folder, which the browser gives to one holder at a time. */
async function openPool(sqlite: Sqlite3Static, directory: string): Promise<SAHPoolUtil> {
  // The engine remembers a pool by its name, and would not look again at a folder that was deleted since.
  const options = {
    name: `sotto-${++pools}`,
    directory,
    initialCapacity: POOL_FILES,
    verbosity: 1,
    forceReinitIfPreviouslyFailed: true,
    preserveOnInitFailure: true,
  };
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      return await sqlite.installOpfsSAHPoolVfs(options);
    } catch (error) {
      if (!isTaken(error) || waitedMs >= PATIENCE_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
