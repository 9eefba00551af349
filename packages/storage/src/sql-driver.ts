/**
 * What the store needs of a SQLite: four calls, asynchronous so that a database in a worker can stand behind them.
 *
 * Owns the shape only. A driver keeps the settings of `DATABASE_SETTINGS`, and knows nothing of records or keys.
 */
import type { Durability } from '@sotto/ports';

/** Text is used for lists of plain numbers as JSON, never for content. */
export type SqlValue = number | string | Uint8Array | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface SqlStatement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * Why statements did not take effect. `unique`: a row with this value exists; `full`: no room; `busy`: another process
 * has the database; `broken`: anything else, such as an I/O error.
 */
export type SqlFault = 'unique' | 'full' | 'busy' | 'broken';

/** What became of one group of statements. `changes`: rows changed by all of them. */
export type SqlOutcome =
  | { readonly done: true; readonly changes: number }
  | { readonly done: false; readonly fault: SqlFault; readonly cause: unknown };

export interface SqlDriver {
  /** @throws {UnavailableError} `storage`, `home-busy` */
  all(sql: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /**
   * Runs groups of statements, in order, in one transaction where that is possible. Each group takes effect wholly or
   * not at all, whatever becomes of the others. `full`: durable when it resolves, with every transaction before it.
   * Never rejects.
   */
  transact(groups: readonly (readonly SqlStatement[])[], durability: Durability): Promise<readonly SqlOutcome[]>;
  /** Several statements without values. @throws {UnavailableError} `storage`, `home-busy` @throws {LimitError} `disk-full` */
  script(sql: string): Promise<void>;
  close(): Promise<void>;
}
