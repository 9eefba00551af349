/** What a person does with contacts: adding, accepting, naming, blocking, verifying (specs/01 §6, §7). */
import { type AccountState, checkLinkAgainstLog, keyDigest, parseContactLink, safetyNumberFor } from '@sotto/identity';
import type { ContactRecord, StoreChange } from '@sotto/ports';
import { decodeUtf8, equalBytes, formatHex, UnavailableError, UsageError } from '@sotto/wire';
import { type ContactBook, cleanName } from './contact-book.ts';
import type { ClientContext } from './context.ts';
import type { Whereabouts } from './introducer.ts';
import type { KeyFinder } from './key-finder.ts';
import { pendingLinkSetting, putText } from './settings.ts';
import type { VerificationView } from './sotto-client.ts';

const MAX_RECEIPTS_ON_ACCEPT = 256;

export class ContactService {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;
  readonly #finder: KeyFinder;

  constructor(context: ClientContext, parts: { readonly contacts: ContactBook; readonly finder: KeyFinder }) {
    this.#context = context;
    this.#contacts = parts.contacts;
    this.#finder = parts.finder;
  }

  /**
   * Adds the account of a link, or accepts its request. Nothing is stored when the keys that are found do not belong to
   * the link. @throws {DecodeError} {VerifyError} {UsageError} `invalid-argument`, `contact-exists`
   */
  async add(linkText: string, as: string | undefined): Promise<ContactRecord> {
    const link = parseContactLink(linkText);
    if (equalBytes(link.accountId, this.#context.own.id)) {
      throw new UsageError('invalid-argument', 'that is your own link', { hint: 'Add the link of somebody else.' });
    }
    const known = this.#contacts.get(link.accountId);
    if (as !== undefined) this.#requireFree(as, known);
    const state = await this.#find(link, known);
    if (state) checkLinkAgainstLog(link, state);
    return await this.#locked(link.accountId, async () => {
      const before = this.#contacts.get(link.accountId);
      const record = before
        ? { ...before, name: as === undefined ? before.name : cleanName(as) }
        : {
            accountId: link.accountId,
            status: 'contact' as const,
            name: this.#contacts.freeName(as ?? link.name),
            claimedName: cleanName(link.name),
            accountLog: new Uint8Array(0),
            acceptedKeys: state ? keyDigest(state) : new Uint8Array(0),
            addedAtMs: this.#context.clock.nowMs(),
          };
      const pending: StoreChange[] =
        record.accountLog.length === 0 ? [putText(pendingLinkSetting(link.accountId), linkText.trim())] : [];
      const accepted = await this.#acceptChanges(record);
      const contact: ContactRecord = { ...record, status: 'contact' };
      await this.#put(contact, [...pending, ...accepted]);
      return contact;
    });
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
    this.#requireFree(name, record);
    return await this.#update(record, async (current) => ({
      record: { ...current, name: cleanName(name) },
      changes: [],
    }));
  }

  verification(record: ContactRecord): VerificationView {
    const state = this.#requireState(record);
    return {
      safetyNumber: safetyNumberFor(this.#context.own.state, state),
      verification: this.#contacts.verification(record),
    };
  }

  async markVerified(record: ContactRecord): Promise<ContactRecord> {
    const digest = keyDigest(this.#requireState(record));
    return await this.#update(record, async (current) => ({
      record: { ...current, verifiedKeys: digest, acceptedKeys: digest },
      changes: [],
    }));
  }

  async acceptKeys(record: ContactRecord): Promise<ContactRecord> {
    const digest = keyDigest(this.#requireState(record));
    return await this.#update(record, async (current) => ({
      record: { ...current, acceptedKeys: digest },
      changes: [],
    }));
  }

  /** Where the keys of a contact may be found: its own mailboxes, or those of the link it was added with. */
  async whereabouts(record: ContactRecord): Promise<Whereabouts> {
    const state = this.#contacts.state(record);
    if (state) return { sources: state.mailboxes };
    const text = await this.#context.store.setting(pendingLinkSetting(record.accountId));
    if (text === undefined) return { sources: [] };
    const link = parseContactLink(decodeUtf8(text));
    return { sources: link.mailboxes, link };
  }

  async #find(
    link: ReturnType<typeof parseContactLink>,
    known: ContactRecord | undefined,
  ): Promise<AccountState | undefined> {
    const state = known && this.#contacts.state(known);
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

  async #acceptChanges(record: ContactRecord): Promise<StoreChange[]> {
    if (record.status !== 'request' || !this.#context.receipts) return [];
    const { store } = this.#context;
    const waiting = await store.unread(record.accountId, MAX_RECEIPTS_ON_ACCEPT);
    return waiting.map(({ messageId, senderDevice }) => ({
      kind: 'put-pending-receipt',
      record: { accountId: record.accountId, deviceId: senderDevice, messageId, kind: 'delivered' },
    }));
  }

  #requireFree(name: string, except: ContactRecord | undefined): void {
    const cleaned = cleanName(name);
    if (this.#contacts.freeName(cleaned, except?.accountId) === cleaned) return;
    throw new UsageError('contact-exists', 'another contact has that name', { hint: 'Choose another: --as NAME' });
  }

  #requireState(record: ContactRecord): AccountState {
    const state = this.#contacts.state(record);
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
      const next = await change(this.#contacts.get(record.accountId) ?? record);
      await this.#put(next.record, next.changes);
      return next.record;
    });
  }

  async #put(record: ContactRecord, changes: readonly StoreChange[]): Promise<void> {
    await this.#context.store.commit([{ kind: 'put-contact', record }, ...changes]);
    this.#contacts.adopt(record);
  }

  async #locked<T>(accountId: ContactRecord['accountId'], work: () => Promise<T>): Promise<T> {
    return await this.#context.locks.run(formatHex(accountId), work);
  }
}
