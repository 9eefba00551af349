/**
 * Asks for messages that are known to exist and have not come: soon after a gap is seen, then less and less often
 * (specs/08 §5; attacks B10, E4).
 */
import type { ContactRecord } from '@sotto/ports';
import { formatHex, LIMITS } from '@sotto/wire';
import type { Composer } from './composer.ts';
import type { ContactBook } from './contact-book.ts';
import { resendRequestContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { Outbox } from './outbox.ts';

/** A late copy from another mailbox usually closes the gap before this. */
const FIRST_REQUEST_MS = 2_000;
const MAX_REQUESTS = 8;

export class Gaps {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;
  readonly #composer: Composer;
  readonly #outbox: Outbox;
  readonly #onError: (error: unknown) => void;
  /** Per contact with a gap: how often was asked, and how to cancel the next time. */
  readonly #asked = new Map<string, { readonly times: number; cancel(): void }>();

  constructor(
    context: ClientContext,
    parts: {
      readonly contacts: ContactBook;
      readonly composer: Composer;
      readonly outbox: Outbox;
      readonly onError: (error: unknown) => void;
    },
  ) {
    this.#context = context;
    this.#contacts = parts.contacts;
    this.#composer = parts.composer;
    this.#outbox = parts.outbox;
    this.#onError = parts.onError;
  }

  /** A gap opened or closed: asks in a while, unless it is closed by then. */
  seen(contact: ContactRecord): void {
    const key = formatHex(contact.accountId);
    if (!this.#asked.has(key)) this.#schedule(contact, 0);
  }

  /** Asks for everything that is missing, now. Returns how much that is. */
  async askAll(): Promise<number> {
    let missing = 0;
    for (const contact of this.#contacts.all()) {
      if (contact.status === 'contact') missing += await this.ask(contact);
    }
    return missing;
  }

  async ask(contact: ContactRecord): Promise<number> {
    let total = 0;
    for (const stream of await this.#context.store.streams(contact.accountId)) {
      if (stream.missing.length === 0) continue;
      total += stream.missing.length;
      const sequences = stream.missing.slice(-LIMITS.MAX_RESEND_IDS);
      const control = resendRequestContent({ sequences, sessionLost: false });
      const row = await this.#composer.sendControl(contact, stream.deviceId, control);
      if (row) await this.#outbox.sendNow([row]);
    }
    return total;
  }

  stop(): void {
    for (const { cancel } of this.#asked.values()) cancel();
    this.#asked.clear();
  }

  #schedule(contact: ContactRecord, times: number): void {
    const key = formatHex(contact.accountId);
    const delayMs = FIRST_REQUEST_MS * 4 ** times;
    const cancel = this.#context.clock.schedule(delayMs, () => void this.#due(contact, times).catch(this.#onError));
    this.#asked.set(key, { times, cancel });
  }

  async #due(contact: ContactRecord, times: number): Promise<void> {
    const current = this.#contacts.get(contact.accountId);
    const missing = current?.status === 'contact' ? await this.ask(current) : 0;
    if (missing > 0 && times + 1 < MAX_REQUESTS) this.#schedule(contact, times + 1);
    else this.#asked.delete(formatHex(contact.accountId));
  }
}
