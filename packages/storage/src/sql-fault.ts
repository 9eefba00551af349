/** What the errors of SQLite mean to a caller. No message names a value of a row. */
import { LimitError, type SottoError, UnavailableError } from '@sotto/wire';
import type { SqlFault } from './sql-driver.ts';

const PRIMARY_CODE_MASK = 0xff;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_FULL = 13;
const SQLITE_CONSTRAINT_UNIQUE = 2067;

/** `resultCode`: SQLite's extended result code, when it is known. */
export function faultOf(resultCode: number | undefined): SqlFault {
  if (resultCode === SQLITE_CONSTRAINT_UNIQUE) return 'unique';
  const primary = resultCode === undefined ? undefined : resultCode & PRIMARY_CODE_MASK;
  if (primary === SQLITE_FULL) return 'full';
  return primary === SQLITE_BUSY || primary === SQLITE_LOCKED ? 'busy' : 'broken';
}

/** The error of a fault that has no meaning of its own to the caller. */
export function storageError(fault: SqlFault, cause: unknown): SottoError {
  if (fault === 'full') {
    return new LimitError('disk-full', 'the disk is full', { cause, hint: 'Free some space, then try again.' });
  }
  if (fault === 'busy') {
    const hint = 'Close the other window or command that uses this data folder.';
    return new UnavailableError('home-busy', 'the database is in use by another process', { cause, hint });
  }
  const hint = 'Check the disk and the permissions of the data folder, then start again.';
  return new UnavailableError('storage', 'the database cannot be read or written', { cause, hint });
}
