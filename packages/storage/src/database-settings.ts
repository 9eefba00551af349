/**
 * How every database is opened, whatever the driver (specs/09).
 *
 * `auto_vacuum` must come before anything is written and before WAL, or it is silently ignored; the locking mode before
 * the first read. `synchronous=FULL` makes a commit durable; `secure_delete` overwrites what is deleted; sorts must not
 * spill to disk; a schema that somebody else wrote must not run functions.
 */
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

/** How long opening waits for a process that is just letting go. Nothing runs meanwhile, so it is short. */
export const BUSY_TIMEOUT_MS = 250;
