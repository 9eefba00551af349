/**
 * How every database is opened, whatever the driver (specs/09).
 *
 * `auto_vacuum` must come before anything is written and before WAL, or it is silently ignored; the locking mode before
 * the first read. `synchronous=FULL` makes a commit durable; `secure_delete` overwrites what is deleted; sorts must not
 * spill to disk; a schema that somebody else wrote must not run functions.
 */
import type { Durability } from '@sotto/ports';

export const DATABASE_SETTINGS = `
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
`;

/**
 * What makes a transaction as durable as it is wanted, between transactions. In WAL mode `NORMAL` leaves out the one
 * sync of a commit; the log stays a sequence of whole transactions, of which a power cut can only take the last ones.
 */
export const SYNCHRONOUS = {
  full: 'PRAGMA synchronous = FULL',
  relaxed: 'PRAGMA synchronous = NORMAL',
} as const satisfies Record<Durability, string>;

/** How long opening waits for a process that is just letting go. Nothing runs meanwhile, so it is short. */
export const BUSY_TIMEOUT_MS = 250;
