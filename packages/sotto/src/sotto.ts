/**
 * The SDK: makes and opens a person's client in a folder, with the adapters of this platform (ADR 0002).
 */
import { Client, createAccount, type SottoClient } from '@sotto/client';
import { createVault, openVault, type Secret, type VaultParameters } from '@sotto/crypto';
import { createNetwork } from '@sotto/network';
import type { Clock, MessageStore, Network, Random, SearchIndex } from '@sotto/ports';
import { lockHome, openMessageStore, openSearchIndex } from '@sotto/storage';
import { UsageError } from '@sotto/wire';
import { checkContinuity } from './continuity.ts';
import { clearUnfinished, type HomePaths, homeExists, homePaths, makeHome, readVault, writeVault } from './home.ts';
import { systemClock, systemRandom } from './system.ts';

const PEER_SEED = 'peer-seed';
const LISTEN_PORT = 'listen-port';
const DEFAULT_WAIT_MS = 10_000;

export interface OpenOptions {
  /** The folder that holds keys and history; one person, one device. */
  readonly home: string;
  readonly passphrase: string;
  /** Where to take direct connections; `false`: nowhere. Default: every interface, the port of the last time. */
  readonly listen?: { readonly host: string; readonly port: number } | false;
  /** Whether to find contacts on the local network and be found there. Default: true. */
  readonly discovery?: boolean;
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

export interface CreateOptions extends OpenOptions {
  /** What the person is called; others see it until they choose a name of their own. */
  readonly name: string;
  /** Addresses of mailboxes that keep messages while this device is away. */
  readonly mailboxes?: readonly string[];
  /** Cost of trying a passphrase; default: 256 MiB, 3 passes, 4 lanes. */
  readonly vaultParameters?: VaultParameters;
}

export type Sotto = SottoClient;

/** `Sotto.create` makes an account, `Sotto.open` opens it again; both give a client that is ready and not yet online. */
export const Sotto = {
  /** Whether an account was made in this folder. */
  exists(home: string): boolean {
    return homeExists(home);
  },

  /**
   * Makes an account with this device as its first. The recovery words are kept, sealed, until `confirmRecoveryWords`: a
   * process that dies at any moment leaves no account, or one whose words can be seen again.
   * @throws {UsageError} already-initialised, invalid-argument @throws {UnavailableError} home-busy
   */
  async create(options: CreateOptions): Promise<{ readonly sotto: Sotto; readonly recoveryWords: string }> {
    const { clock, random } = ports(options);
    const paths = homePaths(options.home);
    await makeHome(paths);
    return await inHome(paths, options, async (release) => {
      if (homeExists(options.home)) {
        throw new UsageError('already-initialised', 'there is an account in this folder already', {
          hint: 'Use it, or choose another folder with --home.',
        });
      }
      await clearUnfinished(paths);
      const { passphrase, vaultParameters: parameters, name, mailboxes = [] } = options;
      const { vault, storeKey } = await createVault({
        passphrase,
        random: (length) => random.bytes(length),
        ...(parameters ? { parameters } : {}),
      });
      const stores = await openStores(paths, { storeKey, clock, random });
      const { store } = stores;
      return await orClose(stores, async () => {
        const { recoveryWords } = await createAccount({ store, name, mailboxes, random, clock });
        const client = await openClient(stores, paths, options, release);
        await writeVault(paths, vault);
        return { sotto: client, recoveryWords };
      });
    });
  },

  /**
   * Opens the account of a folder. Only one process has it at a time; others wait `waitMs` and are then told who has it.
   * @throws {UsageError} not-initialised @throws {VerifyError} wrong-passphrase @throws {UnavailableError} home-busy
   */
  async open(options: OpenOptions): Promise<Sotto> {
    const { clock, random } = ports(options);
    const paths = homePaths(options.home);
    const vault = await readVault(paths);
    return await inHome(paths, options, async (release) => {
      const storeKey = await openVault({ vault, passphrase: options.passphrase });
      const stores = await openStores(paths, { storeKey, clock, random });
      return await orClose(stores, () => openClient(stores, paths, options, release));
    });
  },
};

function ports({ clock = systemClock, random = systemRandom }: OpenOptions) {
  return { clock, random };
}

/** Runs `work` with the lock of the home; keeps the lock when it succeeds, for the client to release. */
async function inHome<T>(
  paths: HomePaths,
  { command = 'another program', waitMs = DEFAULT_WAIT_MS, clock = systemClock, onClosed }: OpenOptions,
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
    return { store, search: await openSearchIndex({ path: paths.search, ...options }) };
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
  options: OpenOptions,
  onClosed: () => Promise<void>,
): Promise<Client> {
  const { clock, random } = ports(options);
  const { restored, confirm } = await checkContinuity(paths, store);
  const network = await openNetwork(store, options);
  const { receipts = true, typing = true } = options;
  const client = await Client.open({ store, search, network, clock, random, receipts, typing, restored, onClosed });
  await confirm();
  return client;
}

/** The network of this device, under its own PeerId and, where it can, on the port that contacts know. */
async function openNetwork(store: MessageStore, options: OpenOptions): Promise<Network> {
  const { clock, random } = ports(options);
  const directSeed = (await store.setting(PEER_SEED)) ?? random.bytes(32);
  await store.commit([{ kind: 'put-setting', record: { name: PEER_SEED, value: directSeed } }]);
  const saved = new DataView(((await store.setting(LISTEN_PORT)) ?? new Uint8Array(2)).slice().buffer).getUint16(0);
  const { listen = { host: '0.0.0.0', port: 0 }, discovery = true } = options;
  const where = listen === false ? undefined : { ...listen, port: listen.port === 0 ? saved : listen.port };
  const network = createNetwork({ directSeed, listen: where, discovery, clock, random });
  return {
    ...network,
    direct: network.direct,
    async start() {
      await network.start();
      const port = listeningPort(network.direct.addresses());
      if (port === undefined || port === saved) return;
      const value = new Uint8Array(2);
      new DataView(value.buffer).setUint16(0, port);
      await store.commit([{ kind: 'put-setting', record: { name: LISTEN_PORT, value } }]);
    },
  };
}

function listeningPort(addresses: readonly string[]): number | undefined {
  const match = addresses.map((address) => /\/tcp\/(\d+)$/.exec(address)?.[1]).find((port) => port !== undefined);
  return match === undefined ? undefined : Number(match);
}
