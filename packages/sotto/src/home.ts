/**
 * The folder of one person on one device: what is in it and how it is written (specs/09 §2).
 *
 * `vault.json` is written last when an account is made: a home without it is not a home yet, and what a crash left in
 * it is cleared by the next attempt.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { decodeVault, encodeVault, type Vault } from '@sotto/crypto';
import type { StorageWatch } from '@sotto/ports';
import { UnavailableError, UsageError } from '@sotto/wire';
import type { Counter, CounterDraft, HomeStatus } from './home-status.ts';
import { decodeDraft } from './vault-draft.ts';

export interface HomePaths {
  readonly directory: string;
  readonly vault: string;
  readonly database: string;
  readonly continuity: string;
  /** The sealed snapshot of the search index. */
  readonly search: string;
}

export function homePaths(home: string): HomePaths {
  const directory = resolve(home);
  return {
    directory,
    vault: join(directory, 'vault.json'),
    database: join(directory, 'sotto.db'),
    continuity: join(directory, 'continuity'),
    search: join(directory, 'search'),
  };
}

export async function locateHome(home: string): Promise<HomePaths> {
  return homePaths(home);
}

/** What is here, without opening it. A folder without a vault is what is left of an attempt, or nothing. */
export async function homeStatus(paths: HomePaths): Promise<HomeStatus> {
  const hasVault = existsSync(paths.vault);
  const account = hasVault ? (existsSync(paths.database) ? 'present' : 'lost') : 'none';
  return { account, medium: 'disk', evictable: false };
}

/** What the disk of the folder says of itself. */
export function watchStorage({ directory }: HomePaths): StorageWatch {
  return {
    async condition() {
      const { bavail, bsize } = await statfs(directory);
      return { medium: 'disk', isEvictable: false, availableBytes: bavail * bsize };
    },
  };
}

/** Files of a folder are kept until somebody deletes them. */
export async function requestPersistence(): Promise<boolean> {
  return true;
}

/** Makes the folder, for its owner only. */
export async function makeHome(paths: HomePaths): Promise<void> {
  await mkdir(paths.directory, { recursive: true, mode: 0o700 });
  await chmod(paths.directory, 0o700);
}

/** Removes what an attempt that was cut off, or a loss, has left. Only for a home without an account. */
export async function clearUnfinished(paths: HomePaths): Promise<void> {
  for (const path of [paths.vault, draftPath(paths)]) await rm(path, { force: true });
  for (const suffix of ['', '-wal', '-shm']) await rm(`${paths.database}${suffix}`, { force: true });
  for (const suffix of ['', '.next']) await rm(`${paths.search}${suffix}`, { force: true });
  for (const suffix of ['', '.new']) await rm(`${paths.continuity}${suffix}`, { force: true });
}

/**
 * @throws {UsageError} `not-initialised` @throws {UnavailableError} `account-lost`
 * @throws {DecodeError} for a damaged vault file
 */
export async function readVault(paths: HomePaths): Promise<Vault> {
  if (!existsSync(paths.vault)) {
    throw new UsageError('not-initialised', 'there is no account in this folder yet', {
      hint: 'Create one: sotto init',
    });
  }
  if (!existsSync(paths.database)) throw accountLost();
  return decodeVault(await readFile(paths.vault, 'utf8'));
}

/** What is thrown where an account was, and is no more. */
export function accountLost(): UnavailableError {
  return new UnavailableError('account-lost', 'the vault is in this folder, and the database is gone', {
    hint: 'Put the database back, or choose another folder with --home.',
  });
}

/** From now on this is a home. */
export async function writeVault(paths: HomePaths, vault: Vault): Promise<void> {
  await writeDurably(paths.vault, encodeVault(vault));
  await rm(draftPath(paths), { force: true });
}

/** The vault of a home that is not one yet. */
export async function writeVaultDraft(paths: HomePaths, vault: Vault): Promise<void> {
  await writeDurably(draftPath(paths), encodeVault(vault));
}

/** What an attempt that was cut off has left; a damaged one is as none. */
export async function readVaultDraft(paths: HomePaths): Promise<Vault | undefined> {
  const path = draftPath(paths);
  return existsSync(path) && existsSync(paths.database) ? decodeDraft(await readFile(path, 'utf8')) : undefined;
}

function draftPath({ vault }: HomePaths): string {
  return `${vault}.draft`;
}

/** Replaces a file as a whole: after a crash it holds the old text or the new one. Durable when it resolves. */
async function writeDurably(path: string, text: string): Promise<void> {
  await (await draftFile(path, text)).place();
}

/** Writes a file beside its place: a new one each time, never an older one written over. */
async function draftFile(path: string, text: string): Promise<CounterDraft> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return {
    identity: await fileIdentity(draft),
    async place() {
      await rename(draft, path);
      await syncFolder(dirname(path));
    },
  };
}

/** Device, number and time of birth: another file has another identity, though it may hold the same bytes. */
async function fileIdentity(path: string): Promise<string> {
  const { dev, ino, birthtimeNs } = await stat(path, { bigint: true });
  return `${dev}/${ino}/${birthtimeNs}`;
}

async function syncFolder(path: string): Promise<void> {
  // Windows does not open folders, and keeps the names in them by itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A folder needs no marker beside it. */
export function noteAccount(_paths: HomePaths, _device: string): void {
  return;
}

/** Another one for a database that was copied. */
export function databaseIdentity(paths: HomePaths): Promise<string> {
  return fileIdentity(paths.database);
}

export async function readCounter({ continuity: path }: HomePaths): Promise<Counter | undefined> {
  if (!existsSync(path)) return undefined;
  const opened = Number.parseInt(await readFile(path, 'utf8'), 10);
  return Number.isSafeInteger(opened) ? { opened, identity: await fileIdentity(path) } : undefined;
}

export function draftCounter({ continuity }: HomePaths, opened: number): Promise<CounterDraft> {
  return draftFile(continuity, `${opened}\n`);
}
