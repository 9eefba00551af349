/** What a failed SQLite call means for a mailbox (attacks E2, E3; fault rows 10 to 12). */

/**
 * `full`: no space. `broken`: a write or fsync failed, so what is on the disk is unknown. `damaged`: the file's
 * structure does not hold. `other`: this call only.
 */
export type SqliteFailure = 'full' | 'broken' | 'damaged' | 'other';

const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;
const SQLITE_IOERR_READ = 266;
const SQLITE_IOERR_SHORT_READ = 522;
const PRIMARY_CODE = 0xff;

export function sqliteFailure(error: unknown): SqliteFailure {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  if (typeof code !== 'number') return 'other';
  switch (code & PRIMARY_CODE) {
    case SQLITE_FULL:
      return 'full';
    case SQLITE_CORRUPT:
      return 'damaged';
    case SQLITE_IOERR:
      return code === SQLITE_IOERR_READ || code === SQLITE_IOERR_SHORT_READ ? 'other' : 'broken';
    default:
      return 'other';
  }
}
