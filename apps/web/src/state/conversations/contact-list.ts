/**
 * All contacts with the newest message of each, kept up to date by what the client tells; nothing polls.
 *
 * Must not know: what is on the screen. One client, one list; `close` ends it.
 */
import type { ContactView, MessageView, SottoClient } from '@sotto/client';
import { Signal } from './signal.ts';

export interface ContactEntry {
  readonly contact: ContactView;
  /** Absent: nobody has written yet. */
  readonly newest?: MessageView;
}

type ContactSource = Pick<SottoClient, 'contacts' | 'contact' | 'history' | 'on'>;

export class ContactList {
  readonly signal = new Signal();
  readonly #client: ContactSource;
  readonly #onFailure: (error: unknown) => void;
  readonly #entries = new Map<string, ContactEntry>();
  /** Contacts that are being read, and whether they changed since that began. */
  readonly #reading = new Map<string, boolean>();
  readonly #unsubscribe: readonly (() => void)[];
  #sorted: readonly ContactEntry[] | undefined;
  #isReady = false;
  #isClosed = false;

  constructor(client: ContactSource, onFailure: (error: unknown) => void) {
    this.#client = client;
    this.#onFailure = onFailure;
    this.#unsubscribe = [
      client.on('contact', (contact) => this.#put(contact)),
      client.on('message', (message) => {
        this.#putNewest(message);
        this.#read(message.contact);
      }),
      client.on('message-state', (message) => this.#putNewest(message)),
      client.on('notice', ({ contact }) => {
        if (contact !== '') this.#read(contact);
      }),
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

  /** The last active first. */
  get entries(): readonly ContactEntry[] {
    this.#sorted ??= [...this.#entries.values()].sort(
      (a, b) => activityOf(b) - activityOf(a) || a.contact.name.localeCompare(b.contact.name),
    );
    return this.#sorted;
  }

  close(): void {
    this.#isClosed = true;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  async #load(): Promise<void> {
    const contacts = await this.#client.contacts();
    // One after the other: the store answers one question at a time anyway, and the person may ask something meanwhile.
    for (const contact of contacts) {
      if (this.#isClosed) return;
      const [newest] = await this.#client.history(contact.id, { limit: 1 });
      if (!this.#entries.has(contact.id)) this.#entries.set(contact.id, { contact });
      if (newest) this.#putNewest(newest);
    }
    this.#isReady = true;
    this.#changed();
  }

  #put(contact: ContactView): void {
    this.#entries.set(contact.id, { ...this.#entries.get(contact.id), contact });
    this.#changed();
  }

  #putNewest(message: MessageView): void {
    const entry = this.#entries.get(message.contact);
    if (entry === undefined || (entry.newest && entry.newest.order > message.order)) return;
    this.#entries.set(message.contact, { ...entry, newest: message });
    this.#changed();
  }

  /** Reads a contact anew; while that goes on, once more at most. */
  #read(id: string): void {
    const isReading = this.#reading.has(id);
    this.#reading.set(id, isReading);
    if (!isReading) this.#watched(this.#readUntilSettled(id));
  }

  async #readUntilSettled(id: string): Promise<void> {
    try {
      do {
        this.#reading.set(id, false);
        const isNew = !this.#entries.has(id);
        this.#put(await this.#client.contact(id));
        const [newest] = isNew ? await this.#client.history(id, { limit: 1 }) : [];
        if (newest) this.#putNewest(newest);
      } while (this.#reading.get(id) === true && !this.#isClosed);
    } finally {
      this.#reading.delete(id);
    }
  }

  #watched(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#isClosed) this.#onFailure(error);
    });
  }

  #changed(): void {
    this.#sorted = undefined;
    this.signal.changed();
  }
}

function activityOf({ contact, newest }: ContactEntry): number {
  return Math.max(contact.lastActivityMs, newest?.sentAtMs ?? 0);
}
