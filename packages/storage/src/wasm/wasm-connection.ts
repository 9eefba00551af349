/**
 * One open database of the WebAssembly engine: prepared statements kept, values in and out, faults named.
 *
 * Owns the translation between SQL values and the engine. Must not know: who asks, or what belongs together.
 */
import type { Database, PreparedStatement, SAHPoolUtil, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { DATABASE_SETTINGS } from '../database-settings.ts';
import type { SqlFault, SqlRow, SqlValue } from '../sql-driver.ts';
import { faultOf } from '../sql-fault.ts';
import { isNoRoom, takeNoRoom } from './sqlite-engine.ts';

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

  private constructor(sqlite: Sqlite3Static, path: string, pool: SAHPoolUtil | undefined) {
    this.#sqlite = sqlite;
    this.#pool = pool;
    const filename = pool === undefined ? MEMORY : `/${path.slice(path.lastIndexOf('/') + 1)}`;
    this.#database = pool === undefined ? new sqlite.oo1.DB(filename, 'c') : new pool.OpfsSAHPoolDb(filename);
    this.#database.exec(DATABASE_SETTINGS);
  }

  /** `path`: folder and file of the origin's private file system, or `:memory:`. */
  static async open(sqlite: Sqlite3Static, path: string): Promise<WasmConnection> {
    if (path === MEMORY) return new WasmConnection(sqlite, path, undefined);
    const pool = await openPool(sqlite, path.slice(0, path.lastIndexOf('/')));
    try {
      return new WasmConnection(sqlite, path, pool);
    } catch (error) {
      pool.pauseVfs();
      throw error;
    }
  }

  all(sql: string, values: readonly SqlValue[]): SqlRow[] {
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
    const statement = this.#bound(sql, values);
    try {
      while (statement.step());
      return this.#sqlite.capi.sqlite3_changes(this.#database);
    } finally {
      statement.reset(true);
    }
  }

  script(sql: string): void {
    this.#database.exec(sql);
  }

  get isInTransaction(): boolean {
    return this.#sqlite.capi.sqlite3_get_autocommit(this.#database) === 0;
  }

  /** Lets go of the files. */
  close(): void {
    for (const statement of this.#prepared.values()) statement.finalize();
    this.#prepared.clear();
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
    if (this.#prepared.size >= MAX_PREPARED) {
      for (const statement of this.#prepared.values()) statement.finalize();
      this.#prepared.clear();
    }
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
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

function isTaken(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NoModificationAllowedError';
}

/** What an error of the engine or of the browser's file system means. To be asked once, right after it was thrown. */
export function wasmFault(error: unknown): { readonly fault: SqlFault; readonly reason: string } {
  if (isTaken(error)) return { fault: 'busy', reason: 'another tab has the files' };
  const code = resultCodeOf(error);
  const reason = code === undefined && error instanceof Error ? error.name : `result code ${code}`;
  return { fault: takeNoRoom() || isNoRoom(error) ? 'full' : faultOf(code), reason };
}

/** SQLite's extended result code, when the error is SQLite's. */
function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('resultCode' in error)) return undefined;
  return typeof error.resultCode === 'number' ? error.resultCode : undefined;
}

const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;

/** After it nothing is known about what reached the disk. A full disk is none: nothing was written. */
export function isDiskError(error: unknown, fault: SqlFault): boolean {
  const code = resultCodeOf(error);
  return fault !== 'full' && code !== undefined && [SQLITE_IOERR, SQLITE_CORRUPT].includes(code & 0xff);
}
