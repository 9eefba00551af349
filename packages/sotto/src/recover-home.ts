/**
 * Coming back to an account in a home (specs/01 §13, specs/09 §2).
 *
 * The account's log is changed for everybody before this home counts as one. So the vault is written as a draft first: what
 * a kill leaves is no home yet, but the next attempt with the same passphrase opens it and goes on with the same keys. What
 * the account is to replace stays beside it until a mailbox has taken the longer log.
 */
import { checkRecovery, recoverAccount } from '@sotto/client';
import { openVault, type Secret, type Vault } from '@sotto/crypto';
import type { MessageStore } from '@sotto/ports';
import { SottoError } from '@sotto/wire';
import { clearPlace, type HomePaths, makeHome, noteAccount, readVaultDraft, writeVaultDraft } from '#home';
import { vaultProvider as provider } from '#vault-cost';
import { openClient, openStores, orClose, orEnd, ports } from './home-opening.ts';
import { moveIn, type NewHomeOptions, type NewPlace, newVault, placeForNew } from './new-home.ts';
import { openNetwork } from './own-network.ts';

export interface RecoverOptions extends NewHomeOptions {
  /** The 12 recovery words, in any case, with any white space between them. */
  readonly words: string;
  /** What the person is called from this device; absent: as in `link`. */
  readonly name?: string;
  /** A contact link of the account, of any age: it says where to ask. */
  readonly link?: string;
  /** Mailboxes to ask for the account beside those of `link`. */
  readonly mailboxes?: readonly string[];
  /** Whether the devices that the account has belong to it no longer: they are lost. */
  readonly otherDevices: 'keep' | 'revoke';
}

interface Unlocked {
  readonly vault: Vault;
  readonly storeKey: Secret;
}

interface Attempt extends NewPlace {
  readonly options: RecoverOptions;
  /** Gives the home away when the client is closed. */
  readonly release: () => Promise<void>;
}

/** The caller holds the lock of the home. @throws as `Sotto.recover` */
export async function recoverHome(paths: HomePaths, options: RecoverOptions, release: () => Promise<void>) {
  checkRecovery({ mailboxes: [], ...options });
  const attempt: Attempt = { ...(await placeForNew(paths, options)), options, release };
  const { place } = attempt;
  const draft = await openDraft(place, options.passphrase);
  if (draft !== undefined) {
    try {
      return await comeBack(attempt, draft);
    } catch (error) {
      // What is here was an attempt for another account, or one that was ended since: nobody goes on from it.
      if (!(error instanceof SottoError) || error.code !== 'already-initialised') throw error;
    }
  }
  await clearPlace(place);
  await makeHome(place);
  const unlocked = await newVault(options);
  await writeVaultDraft(place, unlocked.vault);
  return await comeBack(attempt, unlocked);
}

/** What an attempt that was cut off has left; `undefined` when there is none that this passphrase opens. */
async function openDraft(place: HomePaths, passphrase: string): Promise<Unlocked | undefined> {
  const vault = await readVaultDraft(place);
  if (vault === undefined) return undefined;
  try {
    return { vault, storeKey: await openVault({ vault, passphrase, provider }) };
  } catch (error) {
    if (error instanceof SottoError && error.code === 'wrong-passphrase') return undefined;
    throw error;
  }
}

async function comeBack(attempt: Attempt, { vault, storeKey }: Unlocked) {
  const { place, options, release } = attempt;
  const { clock, random } = ports(options);
  const stores = await openStores(place, { storeKey, clock, random });
  return await orClose(stores, async () => {
    await joinAccount(stores.store, options);
    const client = await openClient(stores, place, options, release);
    return await orEnd(client, async () => {
      await moveIn(attempt, vault, options);
      noteAccount(place, (await client.account()).device);
      return client;
    });
  });
}

/** Under PeerIds of its own, which end with it. */
async function joinAccount(store: MessageStore, options: RecoverOptions): Promise<void> {
  const { words, name, link, mailboxes = [], otherDevices, ...home } = options;
  const { clock, random } = ports(home);
  const network = await openNetwork(store, { ...home, listen: false, discovery: false, clock, random });
  try {
    const where = { mailboxes, ...(name === undefined ? {} : { name }), ...(link === undefined ? {} : { link }) };
    await recoverAccount({ store, network, clock, random, words, otherDevices, ...where });
  } finally {
    await network.stop();
  }
}
