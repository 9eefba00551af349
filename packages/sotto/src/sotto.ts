/**
 * The SDK: makes and opens a person's client in a folder, with the adapters of this platform (ADR 0002).
 */
import { Client, createAccount, type SottoClient } from '@sotto/client';
import { createVault, type PasskeyEnrolment, type Secret, type VaultParameters } from '@sotto/crypto';
import type { Clock, MessageStore, Random, SearchIndex } from '@sotto/ports';
import { lockHome, openMessageStore, openSearchIndex, prepareMessageStore } from '@sotto/storage';
import { SottoError, UsageError } from '@sotto/wire';
import {
  accountLost,
  clearUnfinished,
  type HomePaths,
  homeStatus,
  locateHome,
  makeHome,
  noteAccount,
  readVault,
  requestPersistence,
  watchStorage,
  writeVault,
} from '#home';
import { onWakeSignal, systemClock, systemRandom } from '#system';
import { vaultParameters, vaultProvider } from '#vault-cost';
import { checkContinuity } from './continuity.ts';
import type { HomeStatus } from './home-status.ts';
import { openNetwork } from './own-network.ts';
import type { ReachOptions } from './reach-options.ts';
import { type Unlock, unlock, withoutPasskey, withPasskey } from './unlock.ts';
import { watchWaking } from './waking.ts';

const DEFAULT_WAIT_MS = 10_000;

export interface HomeOptions extends ReachOptions {
  /** The folder that holds keys and history; one person, one device. In a browser: a name within the origin. */
  readonly home: string;
  /** Whether to tell contacts that their messages were delivered and read. Default: true. */
  readonly receipts?: boolean;
  /** Whether contacts who are connected see that the person is typing, and the other way round. Default: true. */
  readonly typing?: boolean;
  /** What this process is, for another one that finds the home in use. */
  readonly command?: string;
  /** How long to wait for another process to leave the home. Default: 10 s. */
  readonly waitMs?: number;
  /** Called once the client is closed and the home is free. */
  readonly onClosed?: () => Promise<void>;
  readonly clock?: Clock;
  readonly random?: Random;
}

export type OpenOptions = HomeOptions & Unlock;

export interface CreateOptions extends HomeOptions {
  readonly passphrase: string;
  /** What the person is called; others see it until they choose a name of their own. */
  readonly name: string;
  /** Addresses of mailboxes that keep messages while this device is away. */
  readonly mailboxes?: readonly string[];
  /** Cost of trying a passphrase; default: 256 MiB, 3 passes, 4 lanes; in a browser 64 MiB, 3 passes, 1 lane. */
  readonly vaultParameters?: VaultParameters;
  /**
   * What may be deleted to make room: what is left of an account that is lost, or `anything`, an account that nobody can
   * open any more included. Default: nothing.
   */
  readonly replace?: 'lost' | 'anything';
}

export interface AddPasskeyOptions {
  readonly home: string;
  readonly passphrase: string;
  readonly passkey: PasskeyEnrolment;
}

export type Sotto = SottoClient;

/** `Sotto.create` makes an account, `Sotto.open` opens it again; both give a client that is ready and not yet online. */
export const Sotto = {
  /** What is in a home, without opening it. @throws {UsageError} invalid-argument for what cannot be one */
  async status(home: string): Promise<HomeStatus> {
    return await homeStatus(await locateHome(home));
  },

  /** Asks that the data is never deleted to make room; whether that is so now. A browser may ask the person. */
  requestPersistence(): Promise<boolean> {
    return requestPersistence();
  },

  /**
   * Makes an account with this device as its first. The recovery words are kept, sealed, until `confirmRecoveryWords`: a
   * process that dies at any moment leaves no account, or one whose words can be seen again.
   * @throws {UsageError} already-initialised, invalid-argument
   * @throws {UnavailableError} home-busy, account-lost unless that may be replaced
   */
  async create(options: CreateOptions): Promise<{ readonly sotto: Sotto; readonly recoveryWords: string }> {
    const { clock, random } = ports(options);
    const paths = await locateHome(options.home);
    await makeHome(paths);
    prepareMessageStore();
    return await inHome(paths, options, async (release) => {
      await requireVacant(paths, options);
      await clearUnfinished(paths);
      const { passphrase, vaultParameters: parameters = vaultParameters, name, mailboxes = [] } = options;
      const { vault, storeKey } = await createVault({
        passphrase,
        random: (length) => random.bytes(length),
        parameters,
        provider: vaultProvider,
      });
      const stores = await openStores(paths, { storeKey, clock, random });
      const { store } = stores;
      return await orClose(stores, async () => {
        const { recoveryWords } = await createAccount({ store, name, mailboxes, random, clock });
        const client = await openClient(stores, paths, options, release);
        await writeVault(paths, vault);
        noteAccount(paths, (await client.account()).device);
        return { sotto: client, recoveryWords };
      });
    });
  },

  /**
   * Opens the account of a folder. Only one process has it at a time; others wait `waitMs` and are then told who has it.
   * @throws {UsageError} not-initialised
   * @throws {VerifyError} wrong-passphrase, bad-key for a passkey that is not the vault's
   * @throws {UnavailableError} home-busy, account-lost
   */
  async open(options: OpenOptions): Promise<Sotto> {
    const { clock, random } = ports(options);
    const paths = await locateHome(options.home);
    const vault = await readVault(paths);
    prepareMessageStore();
    return await inHome(paths, options, async (release) => {
      const storeKey = await unlock(vault, options);
      const stores = await openStores(paths, { storeKey, clock, random });
      return await orClose(stores, async () => {
        const client = await openClient(stores, paths, options, release).catch(orLost);
        noteAccount(paths, (await client.account()).device);
        return client;
      });
    });
  },

  /**
   * Lets a passkey open the home as well, in place of any other one. The passphrase goes on opening it.
   * @throws {VerifyError} wrong-passphrase @throws {UsageError} not-initialised
   */
  async addPasskey({ home, passphrase, passkey }: AddPasskeyOptions): Promise<void> {
    const paths = await locateHome(home);
    await writeVault(paths, await withPasskey(await readVault(paths), { passphrase, passkey }));
  },

  /** From now on only the passphrase opens the home. @throws {UsageError} not-initialised */
  async removePasskey(home: string): Promise<void> {
    const paths = await locateHome(home);
    await writeVault(paths, withoutPasskey(await readVault(paths)));
  },
};

/** @throws {UsageError} already-initialised @throws {UnavailableError} account-lost */
async function requireVacant(paths: HomePaths, { replace }: CreateOptions): Promise<void> {
  if (replace === 'anything') return;
  const { account } = await homeStatus(paths);
  if (account === 'present') {
    throw new UsageError('already-initialised', 'there is an account here already', {
      hint: 'Use it, or choose another folder with --home.',
    });
  }
  if (account === 'lost' && replace === undefined) throw accountLost();
}

/** A vault says that an account was here; a store without one says that it is gone. */
function orLost(error: unknown): never {
  throw error instanceof SottoError && error.code === 'not-initialised' ? accountLost() : error;
}

function ports({ clock = systemClock, random = systemRandom }: HomeOptions) {
  return { clock, random };
}

/** Runs `work` with the lock of the home; keeps the lock when it succeeds, for the client to release. */
async function inHome<T>(
  paths: HomePaths,
  { command = 'another program', waitMs = DEFAULT_WAIT_MS, clock = systemClock, onClosed }: HomeOptions,
  work: (release: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const lock = await lockHome(paths.directory, { waitMs, command, clock });
  try {
    return await work(async () => {
      await lock.release();
      await onClosed?.();
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The database, and the index of what is in it. */
interface Stores {
  readonly store: MessageStore;
  readonly search: SearchIndex;
}

async function openStores(
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

async function orClose<T>({ store, search }: Stores, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await search.close();
    await store.close();
    throw error;
  }
}

async function openClient(
  { store, search }: Stores,
  paths: HomePaths,
  options: HomeOptions,
  onClosed: () => Promise<void>,
): Promise<Client> {
  const { clock, random } = ports(options);
  const { restored, confirm } = await checkContinuity(paths, store);
  const network = await openNetwork(store, { ...options, clock, random });
  const { receipts = true, typing = true } = options;
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
    restored,
    async onClosed() {
      stopWatching();
      await onClosed();
    },
  });
  await confirm();
  stopWatching = watchWaking({ clock, onSignal: onWakeSignal, wake: () => void client.wake() });
  return client;
}
