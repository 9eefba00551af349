/**
 * The contacts of a person, in memory as the store has them, and the verified account state of each (specs/01).
 */
import { type AccountState, findDevice, keyDigest, verifyAccountLog } from '@sotto/identity';
import type { ContactRecord, MessageStore, StoreChange } from '@sotto/ports';
import {
  type AccountId,
  type DeviceId,
  equalBytes,
  formatAccountId,
  formatHex,
  parseAccountId,
  SottoError,
  UsageError,
} from '@sotto/wire';
import { cleanName, foldName, numberedName } from './contact-name.ts';
import type { Remembering } from './ledger.ts';
import type { SeenHead } from './own-address.ts';
import type { ContactView } from './sotto-client.ts';

/** Held while a contact gets its name: two must not get the same one. Taken after the lock of the contact. */
export const NAMES_LOCK = 'names';

export type Verification = ContactView['verification'];

export class ContactBook implements Remembering {
  readonly #store: MessageStore;
  readonly #records = new Map<string, ContactRecord>();
  readonly #states = new Map<string, AccountState>();

  private constructor(store: MessageStore) {
    this.#store = store;
  }

  static async load(store: MessageStore): Promise<ContactBook> {
    const book = new ContactBook(store);
    await book.reload();
    return book;
  }

  async reload(): Promise<void> {
    const records = await this.#store.contacts();
    this.#records.clear();
    this.#states.clear();
    for (const record of records) this.#records.set(formatHex(record.accountId), record);
  }

  committed(changes: readonly StoreChange[]): void {
    for (const change of changes) if (change.kind === 'put-contact') this.adopt(change.record);
  }

  all(): ContactRecord[] {
    return [...this.#records.values()];
  }

  get(accountId: AccountId): ContactRecord | undefined {
    return this.#records.get(formatHex(accountId));
  }

  /** The record as it is now. */
  latest(record: ContactRecord): ContactRecord {
    return this.get(record.accountId) ?? record;
  }

  /** A record that is committed. `state`: of its account log, when the caller has just verified it. */
  adopt(record: ContactRecord, state?: AccountState): void {
    const key = formatHex(record.accountId);
    const before = this.#records.get(key);
    this.#records.set(key, record);
    if (state) this.#states.set(key, state);
    else if (before && !equalBytes(before.accountLog, record.accountLog)) this.#states.delete(key);
  }

  /** By local name without case, or by account id. @throws {UsageError} unknown-contact */
  find(nameOrId: string): ContactRecord {
    const wanted = foldName(nameOrId.trim());
    const byName = this.all().find(({ name }) => foldName(name) === wanted);
    const record = byName ?? this.#byId(nameOrId.trim().toLowerCase());
    if (record) return record;
    throw new UsageError('unknown-contact', 'no such contact', {
      hint: 'List them with "sotto contacts"; add one with its link: "sotto add <link>".',
    });
  }

  #byId(text: string): ContactRecord | undefined {
    try {
      return this.get(parseAccountId(text));
    } catch (error) {
      if (error instanceof SottoError) return undefined;
      throw error;
    }
  }

  /** The verified account state; `undefined` while the log could not be fetched. */
  state(record: ContactRecord): AccountState | undefined {
    if (record.accountLog.length === 0) return undefined;
    const key = formatHex(record.accountId);
    const known = this.#states.get(key);
    if (known) return known;
    const state = verifyAccountLog(record.accountLog, { accountId: record.accountId });
    this.#states.set(key, state);
    return state;
  }

  /** The active devices; none while the log could not be fetched. */
  devices(record: ContactRecord): AccountState['devices'] {
    return this.state(record)?.devices ?? [];
  }

  /** False for a device that was revoked, or that its account never had. */
  isActiveDevice(record: ContactRecord, deviceId: DeviceId): boolean {
    const state = this.state(record);
    return state !== undefined && findDevice(state, deviceId) !== undefined;
  }

  head(record: ContactRecord): SeenHead {
    return this.state(record)?.head ?? { sequence: 0, hash: new Uint8Array(0) };
  }

  /** `changed`: the keys were verified, or accepted, and are not the same any more. */
  verification(record: ContactRecord): Verification {
    const state = this.state(record);
    if (state === undefined || record.verifiedKeys === undefined) return 'unverified';
    const digest = keyDigest(state);
    if (equalBytes(record.verifiedKeys, digest)) return 'verified';
    return equalBytes(record.acceptedKeys, digest) ? 'unverified' : 'changed';
  }

  /**
   * Whether anything at all may be sealed for this account now: it is a contact, and not one whose verified keys have
   * changed and wait for the person to look (attacks C1, G10).
   */
  maySealFor(accountId: AccountId): boolean {
    const record = this.get(accountId);
    return record?.status === 'contact' && this.verification(record) !== 'changed';
  }

  /** A name that no other contact has: the wanted one, or with a number behind. */
  freeName(wanted: string, except?: AccountId): string {
    const cleaned = cleanName(wanted);
    const others = this.all().filter(({ accountId }) => except === undefined || !equalBytes(accountId, except));
    const taken = new Set(others.map(({ name }) => foldName(name)));
    for (let number = 1; ; number++) {
      const name = number === 1 ? cleaned : numberedName(cleaned, number);
      if (!taken.has(foldName(name))) return name;
    }
  }
}

/** The text id, for views. */
export function contactId(record: ContactRecord): string {
  return formatAccountId(record.accountId);
}
