/**
 * Opening what a home holds: its lock, its stores, a client on them with the network of this platform (ADR 0002).
 *
 * Must not know: how the store key was had, or whether the account is new.
 */
import { Client } from '@sotto/client';
import type { Secret } from '@sotto/crypto';
import type { Clock, MessageStore, Random, SearchIndex } from '@sotto/ports';
import { lockHome, openMessageStore, openSearchIndex } from '@sotto/storage';
import { type HomePaths, locateHome, watchStorage } from '#home';
import { onWakeSignal, systemClock, systemRandom } from '#system';
import { checkContinuity } from './continuity.ts';
import { openNetwork } from './own-network.ts';
import type { ReachOptions } from './reach-options.ts';
import { watchWaking } from './waking.ts';

const DEFAULT_WAIT_MS = 10_000;

/** Who waits for a lock of a home, and how long. */
export interface LockOptions {
  /** What this process is, for another one that finds the home in use. */
  readonly command?: string;
  /** How long to wait for another process to leave the home. Default: 10 s. */
  readonly waitMs?: number;
  readonly clock?: Clock;
}

export interface HomeOptions extends ReachOptions, LockOptions {
  /** The folder that holds keys and history; one person, one device. In a browser: a name within the origin. */
  readonly home: string;
  /** Whether to tell contacts that their messages were delivered and read. Default: true. */
  readonly receipts?: boolean;
  /** Whether contacts who are connected see that the person is typing, and the other way round. Default: true. */
  readonly typing?: boolean;
  /**
   * Whether this device has no direct way to and from contacts, so that they do not learn its network address by one, until
   * the person chooses (`setPreferences`). Default: false. Mailboxes see the address, those of contacts included.
   */
  readonly mailboxesOnly?: boolean;
  /** Called once a client that was handed over is closed and the home is free. */
  readonly onClosed?: () => Promise<void>;
  readonly random?: Random;
}

export function ports({ clock = systemClock, random = systemRandom }: HomeOptions) {
  return { clock, random };
}

/** Takes a lock of a home. @throws {UnavailableError} `home-busy` */
export function takeLock(
  lock: string,
  { command = 'another program', waitMs = DEFAULT_WAIT_MS, clock = systemClock }: LockOptions,
): ReturnType<typeof lockHome> {
  return lockHome(lock, { waitMs, command, clock });
}

/** Runs `work` with the lock of the home; keeps the lock when it succeeds, for the client to release. */
export async function inHome<T>(
  options: HomeOptions,
  work: (paths: HomePaths, release: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const lock = await takeLock((await locateHome(options.home)).directory, options);
  let isHandedOver = false;
  try {
    // Whoever had the lock may have moved the home to its other place.
    const result = await work(await locateHome(options.home), async () => {
      await lock.release();
      if (isHandedOver) await options.onClosed?.();
    });
    isHandedOver = true;
    return result;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The database, and the index of what is in it. */
export interface Stores {
  readonly store: MessageStore;
  readonly search: SearchIndex;
}

export async function openStores(
  paths: HomePaths,
  options: { readonly storeKey: Secret; readonly clock: Clock; readonly random: Random },
): Promise<Stores> {
  try {
    const store = await openMessageStore({ path: paths.database, ...options });
    return { store, search: openSearchIndex({ path: paths.search, ...options }) };
  } finally {
    options.storeKey.wipe();
  }
}

/** Closes them when the work fails. */
export async function orClose<T>({ store, search }: Stores, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await search.close();
    await store.close();
    throw error;
  }
}

/** A client on the stores of a home; closing it closes them. */
export async function openClient(
  { store, search }: Stores,
  paths: HomePaths,
  options: HomeOptions,
  onClosed: () => Promise<void>,
): Promise<Client> {
  const { clock, random } = ports(options);
  const { restored, confirm } = await checkContinuity(paths, store);
  const network = await openNetwork(store, { ...options, clock, random });
  const { receipts = true, typing = true, mailboxesOnly = false } = options;
  let stopWatching = () => {};
  const client = await Client.open({
    store,
    search,
    network,
    storage: watchStorage(paths),
    clock,
    random,
    receipts,
    typing,
    mailboxesOnly,
    restored,
    async onClosed() {
      stopWatching();
      await onClosed();
    },
  });
  return await orEnd(client, async () => {
    await confirm();
    stopWatching = watchWaking({ clock, onSignal: onWakeSignal, wake: () => void client.wake() });
    return client;
  });
}

/** Ends the client when the work fails: it has timers, and nobody else knows of it. */
export async function orEnd<T>(client: Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What went wrong first is what is told.
    await client.close().catch(() => undefined);
    throw error;
  }
}
