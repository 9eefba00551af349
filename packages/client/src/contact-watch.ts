/**
 * Tells whoever listens that a contact is shown differently now, whatever part of the client changed it: its record, what is
 * missing of it, or whether one of its devices is connected (specs/08 §10).
 *
 * Follows every commit, so that no part has to remember to tell. Several changes of one turn are told once.
 */
import type { ContactRecord, MessageStore, StoreChange } from '@sotto/ports';
import { type AccountId, formatHex } from '@sotto/wire';
import { type ContactBook, contactId } from './contact-book.ts';
import type { ContactViews } from './contact-view.ts';
import type { EventHub } from './event-hub.ts';
import type { Remembering } from './ledger.ts';
import type { Lifetime } from './lifetime.ts';

interface ContactWatchParts {
  readonly store: Pick<MessageStore, 'peerDevices'>;
  readonly contacts: ContactBook;
  readonly events: EventHub;
  readonly lifetime: Lifetime;
}

export class ContactWatch implements Remembering {
  readonly #parts: ContactWatchParts;
  readonly #views: ContactViews;
  /** Who is told of next, by account. At most as many as there are contacts. */
  readonly #changed = new Map<string, AccountId>();

  constructor(parts: ContactWatchParts, views: ContactViews) {
    this.#parts = parts;
    this.#views = views;
  }

  async reload(): Promise<void> {
    for (const { accountId } of this.#parts.contacts.all()) this.#note(accountId);
  }

  committed(changes: readonly StoreChange[]): void {
    for (const change of changes) {
      if (change.kind === 'put-contact' || change.kind === 'put-peer-device') this.#note(change.record.accountId);
    }
  }

  /** Something else about it is shown: a message, a gap. */
  changed({ accountId }: Pick<ContactRecord, 'accountId'>): void {
    this.#note(accountId);
  }

  /** A device was connected, or its connection has ended. Resolves when it is known whose. */
  async peerChanged(peerId: string): Promise<void> {
    const { contacts, store } = this.#parts;
    for (const { accountId } of contacts.all()) {
      const devices = await store.peerDevices(accountId);
      if (devices.some(({ address }) => address?.peerId === peerId)) this.#note(accountId);
    }
  }

  #note(accountId: AccountId): void {
    const { events, lifetime } = this.#parts;
    if (!events.has('contact') && !events.has('conversation')) return;
    const isFirst = this.#changed.size === 0;
    this.#changed.set(formatHex(accountId), accountId);
    // Whoever commits adopts what it committed in the same turn.
    if (isFirst) queueMicrotask(() => lifetime.run(() => this.#tell()));
  }

  async #tell(): Promise<void> {
    const { contacts, events } = this.#parts;
    const accounts = [...this.#changed.values()];
    this.#changed.clear();
    for (const accountId of accounts) {
      const contact = contacts.get(accountId);
      if (contact === undefined) continue;
      events.emit('conversation', contactId(contact));
      if (events.has('contact')) events.emit('contact', await this.#views.view(contact));
    }
  }
}
