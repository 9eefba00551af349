/**
 * The home of one person in one browser: a name within the origin, what belongs to it, and how it is written
 * (specs/09 §2). The counterpart of `home.ts`.
 *
 * The database is a folder of the origin's private file system; vault and counter are records beside it. The vault is
 * written last when an account is made. There are two places for an account, and a record says which is the home. Where
 * the window keeps no files, everything is in memory, and the status says so.
 */
import { decodeVault, encodeVault, type Vault } from '@sotto/crypto';
import type { StorageWatch } from '@sotto/ports';
import { formatHex, UnavailableError, UsageError } from '@sotto/wire';
import type { Counter, CounterDraft, HomeStatus } from './home-status.ts';
import { systemRandom } from './system.browser.ts';
import { decodeDraft } from './vault-draft.ts';
import { readMarker, writeMarker } from './web/home-marker.ts';
import { type HomeRecords, hasStoredRecords, recordsInMemory, storedRecords } from './web/home-records.ts';

export interface HomePaths {
  readonly name: string;
  /** Of the home: what its lock is taken on. */
  readonly directory: string;
  /** What the lock of the vault is taken on (specs/09 §6). */
  readonly vaultLock: string;
  /** The folder of the database. */
  readonly place: string;
  readonly database: string;
  /** The sealed snapshot of the search index. */
  readonly search: string;
  readonly records: HomeRecords;
  readonly medium: HomeStatus['medium'];
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MEMORY = ':memory:';
const VAULT = 'vault';
const VAULT_DRAFT = 'vault-draft';
const COUNTER = 'counter';
/** No name of a home ends so. */
const SECOND = '~second';
/** The record that is there while the home is in its second place. */
const IN_SECOND = 'in-second';
const COUNTER_TEXT = /^(\d{1,15}) ([0-9a-f]{32})$/;

/** Homes of a window that keeps nothing, for as long as the page is there. */
const inMemory = new Map<string, HomePaths>();
let medium: Promise<HomeStatus['medium']> | undefined;

/**
 * `home`: 1 … 64 letters, digits, dots, dashes and underscores.
 * @throws {UsageError} `invalid-argument`
 * @throws {UnavailableError} `storage` in a page that came over a connection that others may change, and where an account
 * was made while the browser has no storage to give just now
 */
export async function locateHome(home: string): Promise<HomePaths> {
  if (!NAME.test(home)) throw new UsageError('invalid-argument', 'not a name for a home');
  if (!isSecureContext) {
    throw new UnavailableError('storage', 'the browser does not trust this page with keys', {
      hint: 'Open it over https, or on this machine as localhost.',
    });
  }
  medium ??= findMedium();
  if ((await medium) === 'memory') {
    if (readMarker(home) === undefined) return homeInMemory(home);
    // An empty home in memory would be taken for the account's end, and it may be all there the next time.
    medium = undefined;
    throw new UnavailableError('storage', 'the browser does not give this page its storage', {
      hint: 'Reload the page, or start the browser again. The account that was made here may still be there.',
    });
  }
  return storedHome(home, (await storedRecords(home).read(IN_SECOND)) === undefined ? '' : SECOND);
}

function storedHome(name: string, suffix: '' | typeof SECOND): HomePaths {
  const directory = `sotto-${name}`;
  const place = `${directory}${suffix}`;
  return {
    name,
    directory,
    vaultLock: `${directory} vault`,
    place,
    database: `${place}/sotto.db`,
    search: `${place}/search`,
    records: storedRecords(`${name}${suffix}`),
    medium: 'disk',
  };
}

/** Where an account is made that is to replace the one here; nowhere in memory, which keeps none that is closed. */
export function otherPlace({ name, directory, place, medium: where }: HomePaths): HomePaths | undefined {
  return where === 'memory' ? undefined : storedHome(name, place === directory ? SECOND : '');
}

/** From now on what is in this place is the home: one step, durable when it resolves. */
export async function moveTo({ name, directory, place }: HomePaths): Promise<void> {
  const records = storedRecords(name);
  if (place === directory) await records.delete(IN_SECOND);
  else await records.write(IN_SECOND, place);
}

function homeInMemory(name: string): HomePaths {
  const known = inMemory.get(name);
  if (known !== undefined) return known;
  // Another page has another memory, and is no reason to wait.
  const directory = `memory ${formatHex(systemRandom.bytes(16))}`;
  const records = recordsInMemory();
  const home: HomePaths = {
    name,
    directory,
    vaultLock: `${directory} vault`,
    place: directory,
    database: MEMORY,
    search: MEMORY,
    records,
    medium: 'memory',
  };
  inMemory.set(name, home);
  return home;
}

async function findMedium(): Promise<HomeStatus['medium']> {
  try {
    await navigator.storage.getDirectory();
    return (await hasStoredRecords()) ? 'disk' : 'memory';
  } catch {
    return 'memory';
  }
}

/** What is here, without opening it. */
export async function homeStatus(paths: HomePaths): Promise<HomeStatus> {
  const device = readMarker(paths.name);
  const vault = await paths.records.read(VAULT);
  const hasVault = vault !== undefined;
  const isComplete = hasVault && (await hasDatabase(paths));
  // The vault is written when all the rest is there: alone it is what is left of an account.
  const isLost = !isComplete && (hasVault || device !== undefined);
  const evictable = !(await isPersistent());
  const account = isComplete ? 'present' : isLost ? 'lost' : 'none';
  return {
    account,
    medium: paths.medium,
    evictable,
    ...(device === undefined ? {} : { device }),
    ...(isComplete && vault !== undefined && hasPasskey(vault) ? { passkey: true as const } : {}),
  };
}

/** Of a damaged vault nothing is known; opening it says so. */
function hasPasskey(vault: string): boolean {
  try {
    return decodeVault(vault).passkey !== undefined;
  } catch {
    return false;
  }
}

async function hasDatabase({ medium: where, place }: HomePaths): Promise<boolean> {
  if (where === 'memory') return true;
  try {
    await (await navigator.storage.getDirectory()).getDirectoryHandle(place);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/** What the browser says of the room that this origin has. */
export function watchStorage({ medium: where }: HomePaths): StorageWatch {
  return {
    async condition() {
      const [isKept, available] = await Promise.all([isPersistent(), availableBytes()]);
      return {
        medium: where,
        isEvictable: !isKept,
        ...(available === undefined ? {} : { availableBytes: available }),
      };
    },
  };
}

async function availableBytes(): Promise<number | undefined> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}

async function isPersistent(): Promise<boolean> {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
}

/** Asks the browser not to delete the data by itself; whether it agreed. It may ask the person. */
export async function requestPersistence(): Promise<boolean> {
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
}

/** Folders of the database are made with it. */
export async function makeHome(_paths: HomePaths): Promise<void> {
  return;
}

/** Removes what an attempt that was cut off, or an account that was replaced, has left in this place. Never for a home. */
export async function clearPlace({ records, medium: where, place }: HomePaths): Promise<void> {
  await records.delete(VAULT_DRAFT);
  await records.delete(COUNTER);
  if (where === 'disk') await removeFolder(place);
  // Last: as long as it is there, somebody sees that something is left.
  await records.delete(VAULT);
}

/** Whether an account is in this place that another one has replaced: one that counts, and no attempt. */
export async function isReplaced({ records }: HomePaths): Promise<boolean> {
  return (await records.read(VAULT)) !== undefined && (await records.read(VAULT_DRAFT)) === undefined;
}

async function removeFolder(name: string): Promise<void> {
  try {
    await (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true });
  } catch (cause) {
    if (isNotFound(cause)) return;
    throw new UnavailableError('storage', 'the browser cannot delete what is left of an account', {
      cause,
      hint: 'Close other tabs of this site, then try again.',
    });
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

/**
 * @throws {UsageError} `not-initialised` @throws {UnavailableError} `account-lost`
 * @throws {DecodeError} for a damaged vault
 */
export async function readVault(paths: HomePaths): Promise<Vault> {
  const { account } = await homeStatus(paths);
  if (account === 'lost') throw accountLost();
  const text = await paths.records.read(VAULT);
  if (text === undefined) {
    throw new UsageError('not-initialised', 'there is no account in this browser yet', { hint: 'Make one.' });
  }
  return decodeVault(text);
}

/** From now on this place can be the home. */
export async function writeVault(paths: HomePaths, vault: Vault): Promise<void> {
  await paths.records.write(VAULT, encodeVault(vault));
}

/** The vault of a home that is not one yet. */
export async function writeVaultDraft(paths: HomePaths, vault: Vault): Promise<void> {
  await paths.records.write(VAULT_DRAFT, encodeVault(vault));
}

/** The attempt is over. */
export async function deleteVaultDraft(paths: HomePaths): Promise<void> {
  await paths.records.delete(VAULT_DRAFT);
}

/** What an attempt that was cut off has left; a damaged one is as none. */
export async function readVaultDraft(paths: HomePaths): Promise<Vault | undefined> {
  const text = await paths.records.read(VAULT_DRAFT);
  return text !== undefined && (await hasDatabase(paths)) ? decodeDraft(text) : undefined;
}

/** What is thrown where an account was, and is no more. */
export function accountLost(): UnavailableError {
  return new UnavailableError('account-lost', 'an account was here, and the browser has deleted its data', {
    hint: 'Come back with the recovery words. Messages that were only here are gone.',
  });
}

/** Leaves a marker of the account outside of what a browser deletes together. */
export function noteAccount(paths: HomePaths, device: string): void {
  if (paths.medium === 'disk') writeMarker(paths.name, device);
}

/** A browser tells nothing by which a copied file differs from its original. */
export async function databaseIdentity(paths: HomePaths): Promise<string> {
  return paths.directory;
}

export async function readCounter(paths: HomePaths): Promise<Counter | undefined> {
  const [, opened, identity] = COUNTER_TEXT.exec((await paths.records.read(COUNTER)) ?? '') ?? [];
  return identity === undefined ? undefined : { opened: Number(opened), identity };
}

export async function draftCounter(paths: HomePaths, opened: number): Promise<CounterDraft> {
  const identity = formatHex(systemRandom.bytes(16));
  return { identity, place: () => paths.records.write(COUNTER, `${opened} ${identity}`) };
}
