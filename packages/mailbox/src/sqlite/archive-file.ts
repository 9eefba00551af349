/** Opening the database file of a mailbox, and making it (specs/06 §5). */
import { chmodSync, closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DecodeError, SottoError, UnavailableError } from '@sotto/wire';
import { makeFolder, syncFolder } from '../folder.ts';
import type { Ballast } from './ballast.ts';
import { sqliteFailure } from './failure.ts';
import { integerOf } from './record.ts';
import { CONNECTION_PRAGMAS, MIGRATIONS, SCHEMA, SCHEMA_VERSION } from './schema.ts';

const SQLITE_BUSY = 5;

/**
 * Opens the archive of the folder, making both when they are not there; made durable before it returns.
 *
 * `openFile` opens the file itself; a test passes one that fails. On a full disk the ballast is given up.
 * @throws {UnavailableError} `home-busy` when another process holds the folder, `storage` when it cannot be opened
 * @throws {DecodeError} `wrong-version` when a newer version has written it
 */
export function openArchiveFile(
  folder: string,
  ballast: Ballast,
  openFile: (path: string) => DatabaseSync = openPrivateFile,
): DatabaseSync {
  const open = () => prepareFile(openFile(join(folder, 'archive.db')));
  try {
    makeFolder(folder);
    const database = openWithBallast(open, ballast);
    syncFolder(folder);
    return database;
  } catch (error) {
    throw openingError(error);
  }
}

function openWithBallast(open: () => DatabaseSync, ballast: Ballast): DatabaseSync {
  try {
    return open();
  } catch (error) {
    if (sqliteFailure(error) !== 'full') throw error;
    ballast.release();
    return open();
  }
}

/** Everything in the folder is for its owner's eyes only. */
function openPrivateFile(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  return new DatabaseSync(path, { timeout: 0 });
}

function prepareFile(database: DatabaseSync): DatabaseSync {
  try {
    database.exec(CONNECTION_PRAGMAS);
    const version = integerOf(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
    if (version > SCHEMA_VERSION) {
      throw new DecodeError('wrong-version', 'the mailbox folder was written by a newer version', {
        facts: { version, supported: SCHEMA_VERSION },
        hint: 'Update Sotto on this machine.',
      });
    }
    database.exec('BEGIN IMMEDIATE');
    if (version === 0) database.exec(SCHEMA);
    else for (const step of MIGRATIONS.slice(version - 1)) database.exec(step);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What somebody who starts a mailbox is told. */
export function openingError(cause: unknown): SottoError {
  if (cause instanceof SottoError) return cause;
  if (cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY) {
    return new UnavailableError('home-busy', 'another mailbox uses this folder', {
      cause,
      hint: 'Stop the other mailbox, or choose another folder.',
    });
  }
  return new UnavailableError('storage', 'the archive of the mailbox cannot be opened', {
    cause,
    hint: 'Check the folder and its disk. If the file is damaged, move it away: the mailbox starts with an empty one.',
  });
}
