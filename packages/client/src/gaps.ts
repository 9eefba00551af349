/**
 * Asks for messages that are known to exist and have not come: soon after a gap is seen, then less and less often
 * (specs/08 §5; attacks B10, E4).
 */
import type { ContactRecord } from '@sotto/ports';
import { formatHex, LIMITS } from '@sotto/wire';
import type { Composer } from './composer.ts';
import { resendRequestContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { Outbox } from './outbox.ts';

/** A late copy from another mailbox usually closes the gap before this. */
const FIRST_REQUEST_MS = 2_000;
const MAX_REQUESTS = 8;

interface Asking {
  readonly times: number;
  cancel(): void;
}

export class Gaps {
  readonly #context: ClientContext;
  readonly #composer: Composer;
  readonly #outbox: Outbox;
  /** Per contact with a gap: how often was asked, and how to cancel the next time. */
  readonly #asking = new Map<string, Asking>();

  constructor(context: ClientContext, parts: { readonly composer: Composer; readonly outbox: Outbox }) {
    this.#context = context;
    this.#composer = parts.composer;
    this.#outbox = parts.outbox;
  }

  /** A gap opened, or something of it came: what is missing is asked for in a while. */
  seen(contact: ContactRecord): void {
    const asking = this.#asking.get(formatHex(contact.accountId));
    // Whoever was asked often already is asked soon again: this is another gap, or the sender has begun to answer.
    if (asking === undefined || asking.times > 0) this.#schedule(contact, 0);
  }

  /** Gaps of an earlier run are asked for again. */
  async resume(): Promise<void> {
    const { contacts, store } = this.#context;
    for (const contact of contacts.all()) {
      const streams = await store.streams(contact.accountId);
      if (streams.some(({ missing }) => missing.length > 0)) this.seen(contact);
    }
  }

  /** Asks for everything that is missing, now. Returns how much that is. */
  async askAll(): Promise<number> {
    let missing = 0;
    for (const contact of this.#context.contacts.all()) missing += await this.#ask(contact);
    return missing;
  }

  stop(): void {
    for (const { cancel } of this.#asking.values()) cancel();
    this.#asking.clear();
  }

  async #ask(contact: ContactRecord): Promise<number> {
    if (contact.status !== 'contact') return 0;
    let total = 0;
    for (const { missing, deviceId } of await this.#context.store.streams(contact.accountId)) {
      if (missing.length === 0) continue;
      total += missing.length;
      const control = resendRequestContent({ sequences: missing.slice(-LIMITS.MAX_RESEND_IDS), sessionLost: false });
      const row = await this.#composer.sendControl(contact, deviceId, control);
      if (row) await this.#outbox.sendNow([row]);
    }
    return total;
  }

  #schedule(contact: ContactRecord, times: number): void {
    if (this.#context.lifetime.isOver) return;
    const key = formatHex(contact.accountId);
    this.#asking.get(key)?.cancel();
    const cancel = this.#context.clock.schedule(FIRST_REQUEST_MS * 4 ** times, () =>
      this.#context.lifetime.run(() => this.#due(contact, times)),
    );
    this.#asking.set(key, { times, cancel });
  }

  async #due(contact: ContactRecord, times: number): Promise<void> {
    const key = formatHex(contact.accountId);
    const asking = this.#asking.get(key);
    const missing = await this.#ask(this.#context.contacts.latest(contact));
    // Meanwhile it may have been seen anew.
    if (this.#asking.get(key) !== asking) return;
    if (missing > 0 && times + 1 < MAX_REQUESTS) this.#schedule(contact, times + 1);
    else this.#asking.delete(key);
  }
}
