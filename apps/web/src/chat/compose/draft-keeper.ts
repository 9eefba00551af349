/**
 * What somebody has begun to write, on its way into the store and back: written a moment after the last key, one write of
 * a conversation after the other, and read as it was left even while it is being written.
 *
 * Must not know: fields. What cannot be stored, because it is too long, is kept as long as the page.
 */
import type { SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';

export interface Draft {
  readonly text: string;
  /** The message that it answers. */
  readonly replyTo?: string;
}

type DraftStore = Pick<SottoClient, 'setDraft' | 'conversation'>;

/** After the last key. */
const PAUSE_MS = 600;
/** Conversations with something that is not stored: of those that were written in last. */
const MAX_UNSTORED = 64;

interface Unstored {
  readonly draft: Draft | undefined;
  readonly cancel: () => void;
}

export class DraftKeeper {
  readonly #store: DraftStore;
  readonly #clock: Pick<Clock, 'schedule'>;
  readonly #unstored = new Map<string, Unstored>();
  /** The last write of each conversation that is being written. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(store: DraftStore, clock: Pick<Clock, 'schedule'>) {
    this.#store = store;
    this.#clock = clock;
  }

  async read(contact: string): Promise<Draft | undefined> {
    const unstored = this.#unstored.get(contact);
    if (unstored !== undefined) return unstored.draft;
    await this.#writing.get(contact);
    const { draft } = await this.#store.conversation(contact);
    return draft;
  }

  /** `undefined`, or nothing in it: there is no draft any more. */
  keep(contact: string, draft: Draft | undefined): void {
    this.#unstored.get(contact)?.cancel();
    this.#unstored.delete(contact);
    const cancel = this.#clock.schedule(PAUSE_MS, () => void this.flush(contact));
    this.#unstored.set(contact, { draft, cancel });
    const [oldest] = this.#unstored.keys();
    if (this.#unstored.size <= MAX_UNSTORED || oldest === undefined) return;
    this.#unstored.get(oldest)?.cancel();
    this.#unstored.delete(oldest);
  }

  /** Writes now what waits to be written. Never fails: what could not be written is still there to be read. */
  async flush(contact: string): Promise<void> {
    const unstored = this.#unstored.get(contact);
    unstored?.cancel();
    const before = this.#writing.get(contact);
    if (unstored === undefined) return await before;
    const write = this.#write(contact, unstored, before).finally(() => {
      if (this.#writing.get(contact) === write) this.#writing.delete(contact);
    });
    this.#writing.set(contact, write);
    await write;
  }

  async #write(contact: string, unstored: Unstored, before: Promise<void> | undefined): Promise<void> {
    await before;
    try {
      await this.#store.setDraft(contact, unstored.draft);
      if (this.#unstored.get(contact) === unstored) this.#unstored.delete(contact);
    } catch {
      return;
    }
  }
}
