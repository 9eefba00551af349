/**
 * One process at a time in a data folder.
 *
 * The lock is an exclusive transaction on an empty database of its own: the operating system frees it when the process
 * ends, however it ends. Beside it a small file says who holds it; that file is never trusted as the lock.
 */
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@sotto/ports';
import { type ErrorFacts, UnavailableError } from '@sotto/wire';
import { encodeHolder, type LockHolder, readHolder } from './lock-holder.ts';
import { resultCodeOf } from './node-sql-driver.ts';
import { deletePrivateFile, ensurePrivateFile, ensurePrivateFolder, writePrivateFile } from './private-file.ts';
import { faultOf, storageError } from './sql-fault.ts';

const LOCK_FILE = 'lock.db';
const HOLDER_FILE = 'lock.json';
const RETRY_MS = 50;

export interface HomeLockOptions {
  /** How long to wait for the process that has the lock; 0: not at all. */
  readonly waitMs: number;
  /** What this process is doing, for the message that the next one gets: letters, digits, spaces and `-`, at most 64. */
  readonly command: string;
  readonly clock: Clock;
}

export interface HomeLock {
  /** Lets the next process in. Does nothing the second time. */
  release(): Promise<void>;
}

/**
 * Takes the lock of a data folder, which is made if it is missing.
 * @throws {UnavailableError} `home-busy` with the facts `pid` and `command` of the holder when they are known
 * @throws {UsageError} `invalid-argument` for a command that cannot be shown
 */
export async function lockHome(folder: string, { waitMs, command, clock }: HomeLockOptions): Promise<HomeLock> {
  const holder = encodeHolder({ pid: process.pid, command });
  await ensurePrivateFolder(folder);
  await ensurePrivateFile(join(folder, LOCK_FILE));
  const startedMs = clock.monotonicMs();
  for (;;) {
    const database = tryLock(join(folder, LOCK_FILE));
    if (database !== undefined) return announce(folder, database, holder);
    if (clock.monotonicMs() - startedMs >= waitMs) throw busy(await readHolder(join(folder, HOLDER_FILE)));
    await new Promise<void>((resolve) => clock.schedule(RETRY_MS, resolve));
  }
}

/** The database whose transaction is the lock; `undefined` when another process has it. */
function tryLock(path: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database?.close();
    const fault = faultOf(resultCodeOf(cause));
    if (fault === 'busy') return undefined;
    throw storageError(fault, cause);
  }
}

async function announce(folder: string, database: DatabaseSync, holder: string): Promise<HomeLock> {
  const holderFile = join(folder, HOLDER_FILE);
  try {
    await writePrivateFile(holderFile, holder);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    async release() {
      if (!database.isOpen) return;
      await deletePrivateFile(holderFile).finally(() => database.isOpen && database.close());
    },
  };
}

function busy(holder: LockHolder | undefined): UnavailableError {
  const facts: ErrorFacts = holder === undefined ? {} : { pid: holder.pid, command: holder.command };
  const who = holder === undefined ? 'another process' : `“${holder.command}” (process ${holder.pid})`;
  return new UnavailableError('home-busy', `the data folder is in use by ${who}`, {
    facts,
    hint: 'Wait until it is done, or stop it, then try again.',
  });
}
