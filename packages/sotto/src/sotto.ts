/**
 * The SDK: makes and opens a person's client in a folder, with the adapters of this platform (ADR 0002).
 */
import { createAccount, type SottoClient } from '@sotto/client';
import type { PasskeyEnrolment } from '@sotto/crypto';
import { prepareMessageStore } from '@sotto/storage';
import { SottoError } from '@sotto/wire';
import {
  accountLost,
  clearUnfinished,
  homeStatus,
  locateHome,
  makeHome,
  noteAccount,
  readVault,
  requestPersistence,
  writeVault,
} from '#home';
import { type HomeOptions, inHome, openClient, openStores, orClose, orEnd, ports } from './home-opening.ts';
import type { HomeStatus } from './home-status.ts';
import { type NewHomeOptions, newVault, requireVacant } from './new-home.ts';
import { type RecoverOptions, recoverHome } from './recover-home.ts';
import { type Unlock, unlock, withoutPasskey, withPasskey } from './unlock.ts';

export type OpenOptions = HomeOptions & Unlock;

export interface CreateOptions extends NewHomeOptions {
  /** What the person is called; others see it until they choose a name of their own. */
  readonly name: string;
  /** Addresses of mailboxes that keep messages while this device is away. */
  readonly mailboxes?: readonly string[];
}

export interface AddPasskeyOptions {
  readonly home: string;
  readonly passphrase: string;
  readonly passkey: PasskeyEnrolment;
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
      const { name, mailboxes = [] } = options;
      const { vault, storeKey } = await newVault(options);
      const stores = await openStores(paths, { storeKey, clock, random });
      const { store } = stores;
      return await orClose(stores, async () => {
        const { recoveryWords } = await createAccount({ store, name, mailboxes, random, clock });
        const client = await openClient(stores, paths, options, release);
        return await orEnd(client, async () => {
          await writeVault(paths, vault);
          noteAccount(paths, (await client.account()).device);
          return { sotto: client, recoveryWords };
        });
      });
    });
  },

  /**
   * Comes back to an account with its recovery words: this device becomes a new one of it (specs/01 §13). Contacts and
   * history are not here. A process that dies on the way leaves nothing, or what the next call with the same words and
   * passphrase goes on from.
   * @throws {UsageError} already-initialised; invalid-argument for words that are none (`facts.word`: the place of the first
   * that is not in the list), and without anybody to ask @throws {DecodeError} for a link or an address that is none
   * @throws {VerifyError} wrong-recipient for words of another account than the link; log-rollback, log-fork, bad-log
   * @throws {LimitError} too-many when the account has all the devices it may
   * @throws {UnavailableError} not-found, unreachable; home-busy, account-lost unless that may be replaced
   */
  async recover(options: RecoverOptions): Promise<Sotto> {
    const paths = await locateHome(options.home);
    await makeHome(paths);
    prepareMessageStore();
    return await inHome(paths, options, (release) => recoverHome(paths, options, release));
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
        return await orEnd(client, async () => {
          noteAccount(paths, (await client.account()).device);
          return client;
        });
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

/** A vault says that an account was here; a store without one says that it is gone. */
function orLost(error: unknown): never {
  throw error instanceof SottoError && error.code === 'not-initialised' ? accountLost() : error;
}
