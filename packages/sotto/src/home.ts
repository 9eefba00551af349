/**
 * The folder of one person on one device: what is in it and how it is written (specs/09 §2).
 *
 * `vault.json` is written last when an account is made: a home without it is not a home yet, and what a crash left in
 * it is cleared by the next attempt. There are two places for an account, so that one that is to replace another is made
 * beside it; a file that is there or not says which of them is the home.
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

/** The folder of the other place. */
const SECOND = 'second';

export interface HomePaths {
  /** Of the home: what its lock is taken on. */
  readonly directory: string;
  /** What the lock of the vault is taken on (specs/09 §6). */
  readonly vaultLock: string;
  /** Where the account is: the directory, or a folder in it. */
  readonly place: string;
  readonly vault: string;
  readonly database: string;
  readonly continuity: string;
  /** The sealed snapshot of the search index. */
  readonly search: string;
}

export function homePaths(home: string, folder = ''): HomePaths {
  const directory = resolve(home);
  const place = join(directory, folder);
  return {
    directory,
    vaultLock: join(directory, 'vault-lock'),
    place,
    vault: join(place, 'vault.json'),
    database: join(place, 'sotto.db'),
    continuity: join(place, 'continuity'),
    search: join(place, 'search'),
  };
}

/** The place of the home that its account is in, or is to be in. */
export async function locateHome(home: string): Promise<HomePaths> {
  return existsSync(signOfSecond(resolve(home))) ? homePaths(home, SECOND) : homePaths(home);
}

/** Where an account is made that is to replace the one here. */
export function otherPlace({ directory, place }: HomePaths): HomePaths | undefined {
  return place === directory ? homePaths(directory, SECOND) : homePaths(directory);
}

/** From now on what is in this place is the home: one step, durable when it resolves. */
export async function moveTo({ directory, place }: HomePaths): Promise<void> {
  const sign = signOfSecond(directory);
  if (place !== directory) return await writeDurably(sign, '');
  await rm(sign, { force: true });
  await syncFolder(directory);
}

function signOfSecond(directory: string): string {
  return join(directory, `in-${SECOND}`);
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
export async function makeHome({ directory, place }: HomePaths): Promise<void> {
  for (const folder of [directory, place]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  }
}

/** Removes what an attempt that was cut off, or an account that was replaced, has left in this place. Never for a home. */
export async function clearPlace(paths: HomePaths): Promise<void> {
  await rm(draftPath(paths), { force: true });
  for (const suffix of ['', '-wal', '-shm']) await rm(`${paths.database}${suffix}`, { force: true });
  for (const suffix of ['', '.next']) await rm(`${paths.search}${suffix}`, { force: true });
  for (const suffix of ['', '.new']) await rm(`${paths.continuity}${suffix}`, { force: true });
  // Last: as long as it is there, somebody sees that something is left.
  await rm(paths.vault, { force: true });
  if (paths.place !== paths.directory) await rm(paths.place, { recursive: true, force: true });
}

/** Whether an account is in this place that another one has replaced: one that counts, and no attempt. */
export async function isReplaced(paths: HomePaths): Promise<boolean> {
  return existsSync(paths.vault) && !existsSync(draftPath(paths));
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

/** From now on this place can be the home. */
export async function writeVault(paths: HomePaths, vault: Vault): Promise<void> {
  await writeDurably(paths.vault, encodeVault(vault));
}

/** The vault of a home that is not one yet. */
export async function writeVaultDraft(paths: HomePaths, vault: Vault): Promise<void> {
  await writeDurably(draftPath(paths), encodeVault(vault));
}

/** The attempt is over. */
export async function deleteVaultDraft(paths: HomePaths): Promise<void> {
  await rm(draftPath(paths), { force: true });
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
