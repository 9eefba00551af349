/**
 * The composition root of the page: the SDK with the adapters of a browser, the one home of this origin, and what the node
 * that serves the page offers.
 *
 * Loaded apart from the first screen's code. Owns which home is used, which mailboxes a new account has, and how passkeys are
 * asked for. Must not know: what is shown.
 */

import type { Sotto as Client, HomeStatus, HomeTab, HomeTabEvents, RecoveryWordsFault } from 'sotto';
import { NO_SERVICES } from './node-services.ts';
import { ServicesMemory, type ServicesStorage } from './services-memory.ts';

/** What the application needs of the SDK; tests of the session bring their own. */
export interface Composition {
  status(): Promise<HomeStatus>;
  /** @throws as `Sotto.create`, `askNode` */
  create(account: NewAccount): Promise<{ readonly client: Client; readonly recoveryWords: string }>;
  /** @throws as `Sotto.recover` */
  recover(account: LostAccount): Promise<Client>;
  recoveryWordsFault(words: string): RecoveryWordsFault | undefined;
  /** @throws as `Sotto.open` */
  open(options: OpenHome): Promise<Client>;
  joinTabs(events: HomeTabEvents): HomeTab;
  requestPersistence(): Promise<boolean>;
  /** Makes a passkey for the right passphrase, which asks the person, and lets it open the home. @throws as `createPasskey`, `Sotto.addPasskey` */
  addPasskey(options: { readonly name: string; readonly passphrase: string }): Promise<void>;
  removePasskey(): Promise<void>;
}

export interface NewAccount {
  readonly name: string;
  readonly passphrase: string;
  /** What may be deleted to make room (`Sotto.create`). Only after the person asked for it. */
  readonly replace?: 'lost' | 'anything';
}

/** An account that somebody comes back to. */
export interface LostAccount extends NewAccount {
  readonly words: string;
  readonly link?: string;
  /** To ask beside those of the link, and those of the node that serves the page. */
  readonly mailboxes: readonly string[];
  readonly otherDevices: 'keep' | 'revoke';
}

export interface OpenHome {
  readonly unlock: { readonly passphrase: string } | 'passkey';
}

const HOME = 'main';
const COMMAND = 'another tab';
/** A tab that has just closed its home may still be at it. */
const WAIT_MS = 4_000;

/** `storage`: where to remember what the node of the page offers. */
export async function compose(storage: ServicesStorage | undefined): Promise<Composition> {
  const { Sotto, askPasskey, createPasskey, joinHomeTabs, recoveryWordsFault, systemRandom } = await import('sotto');
  const node = new ServicesMemory(storage, (ask) => addEventListener('online', ask, { once: true }));
  const shared = { home: HOME, command: COMMAND, waitMs: WAIT_MS };
  return {
    status: () => Sotto.status(HOME),
    async create(account) {
      // An account gets its mailboxes here; without an answer it would have none for good.
      const services = await node.ask();
      const { sotto, recoveryWords } = await Sotto.create({ ...shared, ...account, ...services });
      return { client: sotto, recoveryWords };
    },
    async recover(account) {
      // Whoever says where the account is needs no node for it.
      const isPlaced = account.link !== undefined || account.mailboxes.length > 0;
      const { mailboxes, ...reach } = await node.ask().catch((error: unknown) => {
        if (isPlaced) return NO_SERVICES;
        throw error;
      });
      return await Sotto.recover({
        ...shared,
        ...reach,
        ...account,
        mailboxes: [...account.mailboxes, ...mailboxes],
      });
    },
    recoveryWordsFault,
    async open({ unlock }) {
      // Whoever comes without the node reads, and writes by the mailboxes that the account knows and the relays of before.
      const { relays, stunServers } = await node.askOrRemember();
      const how = unlock === 'passkey' ? { passkey: askPasskey } : unlock;
      return await Sotto.open({ ...shared, relays, stunServers, ...how });
    },
    joinTabs: (events) => joinHomeTabs(HOME, events),
    requestPersistence: () => Sotto.requestPersistence(),
    async addPasskey({ name, passphrase }) {
      const passkey = () => createPasskey({ application: 'Sotto', name, random: systemRandom });
      await Sotto.addPasskey({ home: HOME, command: COMMAND, passphrase, passkey });
    },
    removePasskey: () => Sotto.removePasskey(HOME),
  };
}
