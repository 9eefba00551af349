/**
 * All contacts and the conversation with each, kept up to date by what the client tells; nothing polls.
 *
 * Must not know: what is on the screen. One client, one list; `close` ends it.
 */
import type { ContactView, ConversationView, MessageView, SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import { Signal } from './signal.ts';

export interface ContactEntry {
  readonly contact: ContactView;
  readonly conversation: ConversationView;
}

type ContactSource = Pick<SottoClient, 'contacts' | 'contact' | 'conversations' | 'conversation' | 'on'>;

export interface ContactListOptions {
  readonly client: ContactSource;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}

export class ContactList {
  readonly signal = new Signal();
  readonly #options: ContactListOptions;
  readonly #entries = new Map<string, ContactEntry>();
  /** Contacts that are being read, and whether they changed since that began. */
  readonly #reading = new Map<string, boolean>();
  readonly #unsubscribe: readonly (() => void)[];
  #sorted: readonly ContactEntry[] | undefined;
  #cancelUnmuting: (() => void) | undefined;
  #isReady = false;
  #isClosed = false;

  constructor(options: ContactListOptions) {
    const { client } = options;
    this.#options = options;
    this.#unsubscribe = [
      client.on('contact', (contact) => this.#putContact(contact)),
      client.on('conversation', (id) => this.#read(id)),
      client.on('message-state', (message) => this.#putLast(message)),
      client.on('message-changed', (message) => this.#putLast(message)),
      client.on('typing', ({ contact, isTyping }) => this.#putTyping(contact, isTyping)),
    ];
    this.#watched(this.#load());
  }

  /** False until the store was read once. */
  get isReady(): boolean {
    return this.#isReady;
  }

  entry(contact: string): ContactEntry | undefined {
    return this.#entries.get(contact);
  }

  /** Pinned ones first, then the last active. */
  get entries(): readonly ContactEntry[] {
    this.#sorted ??= [...this.#entries.values()].sort(
      ({ conversation: a }, { conversation: b }) =>
        Number(b.isPinned) - Number(a.isPinned) || b.lastActivityMs - a.lastActivityMs || a.name.localeCompare(b.name),
    );
    return this.#sorted;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelUnmuting?.();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  async #load(): Promise<void> {
    const { client } = this.#options;
    const [contacts, conversations] = await Promise.all([client.contacts(), client.conversations()]);
    const byId = new Map(conversations.map((conversation) => [conversation.contact, conversation]));
    for (const contact of contacts) {
      const conversation = byId.get(contact.id);
      // What came meanwhile is newer.
      if (conversation && !this.#entries.has(contact.id)) this.#entries.set(contact.id, { contact, conversation });
    }
    this.#isReady = true;
    this.#changed();
  }

  #putContact(contact: ContactView): void {
    const entry = this.#entries.get(contact.id);
    if (entry === undefined) this.#read(contact.id);
    else this.#put({ ...entry, contact });
  }

  #putLast(message: MessageView): void {
    // It may be the last one of what is being read, and older there.
    this.#readOnceMore(message.contact);
    const entry = this.#entries.get(message.contact);
    if (entry?.conversation.last?.id !== message.id) return;
    this.#put({ ...entry, conversation: { ...entry.conversation, last: message } });
  }

  #putTyping(id: string, isTyping: boolean): void {
    const entry = this.#entries.get(id);
    if (entry) this.#put({ ...entry, conversation: { ...entry.conversation, isTyping } });
    this.#readOnceMore(id);
  }

  #put(entry: ContactEntry): void {
    this.#entries.set(entry.contact.id, entry);
    this.#changed();
  }

  /** What is being read may be older than what was just told. */
  #readOnceMore(id: string): void {
    if (this.#reading.has(id)) this.#reading.set(id, true);
  }

  /** Reads a contact and its conversation anew; while that goes on, once more at most. */
  #read(id: string): void {
    const isReading = this.#reading.has(id);
    this.#reading.set(id, isReading);
    if (!isReading) this.#watched(this.#readUntilSettled(id));
  }

  async #readUntilSettled(id: string): Promise<void> {
    const { client } = this.#options;
    try {
      do {
        this.#reading.set(id, false);
        const [contact, conversation] = await Promise.all([client.contact(id), client.conversation(id)]);
        this.#put({ contact, conversation });
      } while (this.#reading.get(id) === true && !this.#isClosed);
    } finally {
      this.#reading.delete(id);
    }
  }

  #watched(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#isClosed) this.#options.onFailure(error);
    });
  }

  /** The client tells nothing when a mute is over. */
  #awaitUnmuting(): void {
    const { clock } = this.#options;
    this.#cancelUnmuting?.();
    const ends = [...this.#entries.values()].flatMap(({ conversation: { mutedUntilMs } }) => mutedUntilMs ?? []);
    if (ends.length === 0 || this.#isClosed) return;
    const delayMs = Math.max(0, ends.reduce((first, end) => Math.min(first, end)) - clock.nowMs());
    this.#cancelUnmuting = clock.schedule(delayMs, () => {
      for (const [id, { conversation }] of this.#entries) {
        if (conversation.mutedUntilMs !== undefined && conversation.mutedUntilMs <= clock.nowMs()) this.#read(id);
      }
      this.#awaitUnmuting();
    });
  }

  #changed(): void {
    this.#sorted = undefined;
    this.#awaitUnmuting();
    this.signal.changed();
  }
}
