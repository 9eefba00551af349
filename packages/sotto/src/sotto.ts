/**
 * The SDK: makes and opens a person's client in a folder, with the adapters of this platform (ADR 0002).
 */
import { createAccount, type SottoClient } from '@sotto/client';
import { prepareMessageStore } from '@sotto/storage';
import { SottoError } from '@sotto/wire';
import {
  accountLost,
  clearPlace,
  homeStatus,
  locateHome,
  makeHome,
  noteAccount,
  readVault,
  requestPersistence,
} from '#home';
import {
  type HomeOptions,
  inHome,
  type LockOptions,
  openClient,
  openStores,
  orClose,
  orEnd,
  ports,
} from './home-opening.ts';
import type { HomeStatus } from './home-status.ts';
import { finishMoveIn, moveIn, type NewHomeOptions, newVault, placeForNew } from './new-home.ts';
import { type RecoverOptions, recoverHome } from './recover-home.ts';
import { type EnrolPasskey, type Unlock, unlock, withoutPasskey, withPasskey } from './unlock.ts';
import { changeVault } from './vault-change.ts';

export type OpenOptions = HomeOptions & Unlock;

export interface CreateOptions extends NewHomeOptions {
  /** What the person is called; others see it until they choose a name of their own. */
  readonly name: string;
  /** Addresses of mailboxes that keep messages while this device is away. */
  readonly mailboxes?: readonly string[];
}

export interface AddPasskeyOptions extends LockOptions {
  readonly home: string;
  readonly passphrase: string;
  /** Makes the passkey; asked only once the passphrase was right. */
  readonly passkey: EnrolPasskey;
}

export type Sotto = SottoClient;

/**
 * `Sotto.create` makes an account, `Sotto.recover` comes back to one, `Sotto.open` opens it again; each gives a client that is
 * ready and not yet online.
 */
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
   * process that dies at any moment leaves no account, or what it was to replace, or one whose words can be seen again.
   * @throws {UsageError} already-initialised, invalid-argument
   * @throws {UnavailableError} home-busy, account-lost unless that may be replaced
   */
  async create(options: CreateOptions): Promise<{ readonly sotto: Sotto; readonly recoveryWords: string }> {
    const { clock, random } = ports(options);
    await makeHome(await locateHome(options.home));
    prepareMessageStore();
    return await inHome(options, async (paths, release) => {
      const target = await placeForNew(paths, options);
      const { place } = target;
      await clearPlace(place);
      await makeHome(place);
      const { name, mailboxes = [] } = options;
      const { vault, storeKey } = await newVault(options);
      const stores = await openStores(place, { storeKey, clock, random });
      const { store } = stores;
      return await orClose(stores, async () => {
        const { recoveryWords } = await createAccount({ store, name, mailboxes, random, clock });
        const client = await openClient(stores, place, options, release);
        return await orEnd(client, async () => {
          await moveIn(target, vault, options);
          noteAccount(place, (await client.account()).device);
          return { sotto: client, recoveryWords };
        });
      });
    });
  },

  /**
   * Comes back to an account with its recovery words: this device becomes a new one of it (specs/01 §13). Contacts and
   * history are not here. A process that dies on the way leaves nothing, or what the next call with the same words and
   * passphrase goes on from. What `replace` gives away can be opened as before until a mailbox has taken the new device.
   * @throws {UsageError} already-initialised; invalid-argument for words that are none (`facts.word`: the place of the first
   * that is not in the list), and without anybody to ask @throws {DecodeError} for a link or an address that is none
   * @throws {VerifyError} wrong-recipient for words of another account than the link; log-rollback, log-fork, bad-log
   * @throws {LimitError} too-many when the account has all the devices it may
   * @throws {UnavailableError} not-found, unreachable; home-busy, account-lost unless that may be replaced
   */
  async recover(options: RecoverOptions): Promise<Sotto> {
    await makeHome(await locateHome(options.home));
    prepareMessageStore();
    return await inHome(options, (paths, release) => recoverHome(paths, options, release));
  },

  /**
   * Opens the account of a folder. Only one process has it at a time; others wait `waitMs` and are then told who has it.
   * @throws {UsageError} not-initialised
   * @throws {VerifyError} wrong-passphrase, bad-key for a passkey that is not the vault's
   * @throws {UnavailableError} home-busy, account-lost
   */
  async open(options: OpenOptions): Promise<Sotto> {
    const { clock, random } = ports(options);
    await readVault(await locateHome(options.home));
    prepareMessageStore();
    return await inHome(options, async (paths, release) => {
      const storeKey = await unlock(await readVault(paths), options);
      await finishMoveIn(paths);
      const stores = await openStores(paths, { storeKey, clock, random });
      return await orClose(stores, async () => {
        const client = await openClient(stores, paths, options, release).catch(orLost);
        return await orEnd(client, async () => {
          noteAccount(paths, (await client.account()).device);
          return client;
        });
      });
    });
  },

  /**
   * Lets a passkey open the home as well, in place of any other one. The passphrase goes on opening it. The account may be
   * open meanwhile, here or elsewhere; who else adds or removes a passkey waits `waitMs`.
   * @throws {VerifyError} wrong-passphrase, before a passkey is made @throws {UsageError} not-initialised
   * @throws {UnavailableError} home-busy, account-lost; what `passkey` throws
   */
  async addPasskey({ home, passphrase, passkey, ...lock }: AddPasskeyOptions): Promise<void> {
    await changeVault(home, lock, (vault) => withPasskey(vault, { passphrase, passkey }));
  },

  /**
   * From now on only the passphrase opens the home.
   * @throws {UsageError} not-initialised @throws {UnavailableError} home-busy, account-lost
   */
  async removePasskey(home: string): Promise<void> {
    await changeVault(home, {}, withoutPasskey);
  },
};

/** A vault says that an account was here; a store without one says that it is gone. */
function orLost(error: unknown): never {
  throw error instanceof SottoError && error.code === 'not-initialised' ? accountLost() : error;
}
