/** What a person does with contacts: adding, accepting, naming, blocking, verifying (specs/01 §6, §7). */
import {
  type AccountState,
  type ContactLink,
  checkLinkAgainstLog,
  encodeAccountLog,
  keyDigest,
  parseContactLink,
  safetyNumberFor,
} from '@sotto/identity';
import type { ContactRecord, StoreChange } from '@sotto/ports';
import { equalBytes, formatHex, UnavailableError, UsageError, VerifyError } from '@sotto/wire';
import { NAMES_LOCK } from './contact-book.ts';
import { cleanName } from './contact-name.ts';
import type { ClientContext } from './context.ts';
import type { KeyFinder } from './key-finder.ts';
import { pendingLinkSetting, putText } from './settings.ts';
import type { VerificationView } from './sotto-client.ts';

/** More than a request may hold. */
const MAX_RECEIPTS_ON_ACCEPT = 256;

export class ContactService {
  readonly #context: ClientContext;
  readonly #finder: KeyFinder;

  constructor(context: ClientContext, finder: KeyFinder) {
    this.#context = context;
    this.#finder = finder;
  }

  /**
   * Adds the account of a link, or accepts its request. Nothing is stored when the keys that are found do not belong to
   * the link. @throws {DecodeError} {VerifyError} {UsageError} `invalid-argument`, `contact-exists`
   */
  async add(linkText: string, as: string | undefined): Promise<ContactRecord> {
    const { contacts, own, locks } = this.#context;
    const link = parseContactLink(linkText);
    if (equalBytes(link.accountId, own.id)) {
      throw new UsageError('invalid-argument', 'that is your own link', { hint: 'Add the link of somebody else.' });
    }
    const known = contacts.get(link.accountId);
    if (as !== undefined) this.#requireFree(as, known);
    const state = await this.#find(link, known);
    if (state) checkLinkAgainstLog(link, state);
    return await this.#locked(link.accountId, () =>
      locks.run(NAMES_LOCK, async () => {
        const before = contacts.get(link.accountId);
        if (as !== undefined) this.#requireFree(as, before);
        const record = before
          ? { ...before, name: as === undefined ? before.name : cleanName(as) }
          : this.#newContact(link, state, as);
        const isPending = record.accountLog.length === 0;
        const pending = isPending ? [putText(pendingLinkSetting(link.accountId), linkText.trim())] : [];
        const contact: ContactRecord = { ...record, status: 'contact' };
        await this.#put(contact, [...pending, ...(await this.#acceptChanges(record))]);
        return contact;
      }),
    );
  }

  /** Whether the link speaks of a longer log than the one that we hold of this contact. */
  isOutdated(record: ContactRecord, linkText: string): boolean {
    const state = this.#context.contacts.state(record);
    return state !== undefined && parseContactLink(linkText).head.sequence > state.head.sequence;
  }

  /** The person answers a stranger: from now on receipts are given, also for what came before. */
  async accept(record: ContactRecord): Promise<ContactRecord> {
    return await this.#update(record, async (current) => ({
      record: { ...current, status: 'contact' },
      changes: await this.#acceptChanges(current),
    }));
  }

  async setStatus(record: ContactRecord, status: ContactRecord['status']): Promise<ContactRecord> {
    return await this.#update(record, async (current) => ({ record: { ...current, status }, changes: [] }));
  }

  /** @throws {UsageError} `contact-exists` when another contact has that name */
  async rename(record: ContactRecord, name: string): Promise<ContactRecord> {
    return await this.#locked(record.accountId, () =>
      this.#context.locks.run(NAMES_LOCK, async () => {
        const current = this.#context.contacts.latest(record);
        this.#requireFree(name, current);
        const renamed = { ...current, name: cleanName(name) };
        await this.#put(renamed, []);
        return renamed;
      }),
    );
  }

  verification(record: ContactRecord): VerificationView {
    const state = this.#requireState(record);
    return {
      safetyNumber: safetyNumberFor(this.#context.own.state, state),
      verification: this.#context.contacts.verification(record),
    };
  }

  /** @throws {VerifyError} `key-changed` when it is another number than the one that was compared */
  async markVerified(record: ContactRecord, compared: string | undefined): Promise<ContactRecord> {
    return await this.#update(record, async (current) => {
      const state = this.#requireState(current);
      if (compared !== undefined && compared !== safetyNumberFor(this.#context.own.state, state)) {
        throw new VerifyError('key-changed', 'the keys of this contact have changed meanwhile', {
          hint: 'Compare the safety number again: sotto verify <contact>',
        });
      }
      const digest = keyDigest(state);
      return { record: { ...current, verifiedKeys: digest, acceptedKeys: digest }, changes: [] };
    });
  }

  async acceptKeys(record: ContactRecord): Promise<ContactRecord> {
    return await this.#update(record, async (current) => ({
      record: { ...current, acceptedKeys: keyDigest(this.#requireState(current)) },
      changes: [],
    }));
  }

  async #find(link: ContactLink, known: ContactRecord | undefined): Promise<AccountState | undefined> {
    const state = known && this.#context.contacts.state(known);
    if (link.mailboxes.length === 0) return state;
    try {
      const found = await this.#finder.find(link.accountId, link.mailboxes, { state, minimumBundle: () => 0 });
      return found.state;
    } catch (error) {
      // Nobody to ask now: the contact is added and its keys are fetched, and checked, later.
      if (error instanceof UnavailableError) return state;
      throw error;
    }
  }

  #newContact(link: ContactLink, state: AccountState | undefined, as: string | undefined): ContactRecord {
    return {
      accountId: link.accountId,
      status: 'contact',
      name: this.#context.contacts.freeName(as ?? link.name),
      claimedName: cleanName(link.name),
      accountLog: state ? encodeAccountLog(state) : new Uint8Array(0),
      acceptedKeys: state ? keyDigest(state) : new Uint8Array(0),
      addedAtMs: this.#context.clock.nowMs(),
    };
  }

  /** Receipts for what a stranger wrote before they were accepted, and what the person has read of it. */
  async #acceptChanges({ status, accountId }: ContactRecord): Promise<StoreChange[]> {
    if (status !== 'request' || !this.#context.preferences.receipts) return [];
    const messages = await this.#context.store.messages(accountId, { limit: MAX_RECEIPTS_ON_ACCEPT, which: 'all' });
    return messages
      .filter(({ direction }) => direction === 'in')
      .map(({ messageId, senderDevice: deviceId, state }) => ({
        kind: 'put-pending-receipt',
        record: { accountId, deviceId, messageId, kind: state === 'read' ? 'read' : 'delivered' },
      }));
  }

  #requireFree(name: string, except: ContactRecord | undefined): void {
    const cleaned = cleanName(name);
    if (this.#context.contacts.freeName(cleaned, except?.accountId) === cleaned) return;
    throw new UsageError('contact-exists', 'another contact has that name', { hint: 'Choose another: --as NAME' });
  }

  #requireState(record: ContactRecord): AccountState {
    const state = this.#context.contacts.state(record);
    if (state) return state;
    throw new UnavailableError('not-found', 'the keys of this contact could not be fetched yet', {
      hint: 'Try again when one of its mailboxes can be reached: sotto sync',
    });
  }

  async #update(
    record: ContactRecord,
    change: (
      current: ContactRecord,
    ) => Promise<{ readonly record: ContactRecord; readonly changes: readonly StoreChange[] }>,
  ): Promise<ContactRecord> {
    return await this.#locked(record.accountId, async () => {
      const next = await change(this.#context.contacts.latest(record));
      await this.#put(next.record, next.changes);
      return next.record;
    });
  }

  async #put(record: ContactRecord, changes: readonly StoreChange[]): Promise<void> {
    await this.#context.ledger.commit([{ kind: 'put-contact', record }, ...changes]);
  }

  async #locked<T>(accountId: ContactRecord['accountId'], work: () => Promise<T>): Promise<T> {
    return await this.#context.locks.run(formatHex(accountId), work);
  }
}
