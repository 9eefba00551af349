/** What the search index needs of a SQLite in memory: it can be taken out as bytes and put back. */
import type { SqlRow, SqlStatement, SqlValue } from '../sql-driver.ts';

/** Nothing of it is written to a disk. Every call fails with {UnavailableError} `storage`. */
export interface MemoryDatabase {
  all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** All statements or none. */
  transact(statements: readonly SqlStatement[]): Promise<void>;
  /** Several statements without values. */
  script(sql: string): Promise<void>;
  /** The whole database. */
  serialize(): Promise<Uint8Array>;
  /** Replaces the whole database by one that `serialize` gave. */
  deserialize(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
