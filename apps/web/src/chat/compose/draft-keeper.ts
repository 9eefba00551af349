/**
 * What somebody has written and not sent, on its way into the store and back: written a moment after the last key, and
 * read as it was left even while it is being written.
 *
 * Must not know: fields. What cannot be stored, because it is too long, is kept as long as the page.
 */
import type { DraftText } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import { ConversationDraft, type DraftStore, type SentOff } from './conversation-draft.ts';

/** After the last key. */
const PAUSE_MS = 600;
/** Conversations with something that is not stored: of those that were written in last. */
const MAX_UNSTORED = 64;

export class DraftKeeper {
  readonly #store: DraftStore;
  readonly #clock: Pick<Clock, 'schedule'>;
  /** In the order in which they were written in. */
  readonly #drafts = new Map<string, ConversationDraft>();
  readonly #timers = new Map<string, () => void>();

  constructor(store: DraftStore, clock: Pick<Clock, 'schedule'>) {
    this.#store = store;
    this.#clock = clock;
  }

  async read(contact: string): Promise<DraftText | undefined> {
    return await this.#of(contact).read();
  }

  /** `undefined`, or nothing in it: there is no draft any more. */
  keep(contact: string, draft: DraftText | undefined): void {
    this.#written(contact).keep(draft);
    this.#cancel(contact);
    this.#timers.set(
      contact,
      this.#clock.schedule(PAUSE_MS, () => void this.flush(contact)),
    );
  }

  /** Whether a text can be sent off now, and not only when those before it are messages. */
  hasRoomFor(contact: string, draft: DraftText): boolean {
    return this.#of(contact).hasRoomFor(draft);
  }

  /** Sends a text off after those before it. `begun`: what is being written then. */
  send(contact: string, draft: DraftText, begun: DraftText | undefined): SentOff {
    this.#cancel(contact);
    return this.#written(contact).send(draft, begun);
  }

  /** Writes now what waits to be written. Never fails: what could not be written is still there to be read. */
  async flush(contact: string): Promise<void> {
    this.#cancel(contact);
    const draft = this.#drafts.get(contact);
    await draft?.flush();
    if (draft?.isSettled === true) this.#forget(contact);
  }

  #of(contact: string): ConversationDraft {
    return this.#drafts.get(contact) ?? new ConversationDraft(this.#store, contact);
  }

  /** The conversation is the last one that was written in. */
  #written(contact: string): ConversationDraft {
    const draft = this.#of(contact);
    this.#drafts.delete(contact);
    this.#drafts.set(contact, draft);
    for (const [other, { isLeaving }] of this.#drafts) {
      if (this.#drafts.size <= MAX_UNSTORED) break;
      if (!isLeaving && other !== contact) this.#forget(other);
    }
    return draft;
  }

  #forget(contact: string): void {
    this.#cancel(contact);
    this.#drafts.delete(contact);
  }

  #cancel(contact: string): void {
    this.#timers.get(contact)?.();
    this.#timers.delete(contact);
  }
}
