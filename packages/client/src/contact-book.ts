/**
 * The contacts of a person, in memory as the store has them, and the verified account state of each (specs/01).
 */
import { type AccountState, keyDigest, verifyAccountLog } from '@sotto/identity';
import type { ContactRecord, MessageStore } from '@sotto/ports';
import {
  type AccountId,
  equalBytes,
  formatAccountId,
  formatHex,
  LIMITS,
  parseAccountId,
  SottoError,
  UsageError,
} from '@sotto/wire';
import type { SeenHead } from './own-address.ts';
import type { ContactView } from './sotto-client.ts';

export type Verification = ContactView['verification'];

export class ContactBook {
  readonly #records = new Map<string, ContactRecord>();
  readonly #states = new Map<string, AccountState>();

  static async load(store: MessageStore): Promise<ContactBook> {
    const book = new ContactBook();
    for (const record of await store.contacts()) book.#records.set(formatHex(record.accountId), record);
    return book;
  }

  all(): ContactRecord[] {
    return [...this.#records.values()];
  }

  get(accountId: AccountId): ContactRecord | undefined {
    return this.#records.get(formatHex(accountId));
  }

  /** Call once the record is committed. `state`: of its account log, when the caller has just verified it. */
  adopt(record: ContactRecord, state?: AccountState): void {
    const key = formatHex(record.accountId);
    const before = this.#records.get(key);
    this.#records.set(key, record);
    if (state) this.#states.set(key, state);
    else if (before && !equalBytes(before.accountLog, record.accountLog)) this.#states.delete(key);
  }

  /** By local name without case, or by account id. @throws {UsageError} unknown-contact */
  find(nameOrId: string): ContactRecord {
    const wanted = nameOrId.trim().toLowerCase();
    const byName = this.all().find(({ name }) => name.toLowerCase() === wanted);
    const record = byName ?? this.#byId(wanted);
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

  /** A name that no other contact has: the wanted one, or with a number behind. */
  freeName(wanted: string, except?: AccountId): string {
    const cleaned = cleanName(wanted);
    const taken = new Set(
      this.all()
        .filter(({ accountId }) => except === undefined || !equalBytes(accountId, except))
        .map(({ name }) => name.toLowerCase()),
    );
    for (let number = 1; ; number++) {
      const name = number === 1 ? cleaned : `${cleaned}-${number}`;
      if (!taken.has(name.toLowerCase())) return name;
    }
  }
}

// Controls, format characters (bidirectional and zero-width), surrogates, private use, and line and paragraph ends.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A name that is safe to type and to show: no control or format characters, single spaces (attacks C10, G2). */
export function cleanName(text: string): string {
  const cleaned = text.normalize('NFC').replaceAll(UNPRINTABLE, '').replaceAll(/\s+/g, ' ').trim();
  let name = cleaned;
  while (new TextEncoder().encode(name).length > LIMITS.MAX_NAME_BYTES) name = [...name].slice(0, -1).join('');
  return name === '' ? 'unnamed' : name;
}

/** The text id, for views. */
export function contactId(record: ContactRecord): string {
  return formatAccountId(record.accountId);
}
