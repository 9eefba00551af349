/**
 * What was written in one conversation and is no message yet: texts that were sent off, in order, and what was begun
 * after them. One write after the other; each leaves in the store all that is no message at that time, so that after a
 * crash every text is a message or in the draft, and never both.
 *
 * Must not know: fields, and other conversations.
 */
import type { DraftText, SottoClient } from '@sotto/client';
import { encodeUtf8, LIMITS } from '@sotto/wire';

export type DraftStore = Pick<SottoClient, 'setDraft' | 'conversation' | 'send'>;

/** What becomes of a text that was sent off. */
export interface SentOff {
  /** Resolves when the store has it, as a message or in the draft; or when it came back. Never rejects. */
  readonly kept: Promise<void>;
  /** Resolves when it is a message. Rejects with the reason when it came back: the last one first. */
  readonly sent: Promise<void>;
}

interface Leaving {
  readonly draft: DraftText;
  readonly kept: PromiseWithResolvers<void>;
  readonly sent: PromiseWithResolvers<void>;
}

/** So many texts are sent off at once. */
const MAX_LEAVING = 64;

export class ConversationDraft {
  readonly #store: DraftStore;
  readonly #contact: string;
  /** `undefined` twice over: nothing was written here yet, or nothing is begun. */
  #begun: { readonly draft: DraftText | undefined } | undefined;
  #isStored = true;
  #isDue = false;
  #leaving: readonly Leaving[] = [];
  #work: Promise<void> | undefined;

  constructor(store: DraftStore, contact: string) {
    this.#store = store;
    this.#contact = contact;
  }

  /** Everything is a message, or in the store. */
  get isSettled(): boolean {
    return this.#isStored && this.#leaving.length === 0 && this.#work === undefined;
  }

  get isLeaving(): boolean {
    return this.#leaving.length > 0;
  }

  /** What was begun, as it was left. */
  async read(): Promise<DraftText | undefined> {
    if (this.#begun !== undefined) return this.#begun.draft;
    const { draft } = await this.#store.conversation(this.#contact);
    return draft;
  }

  /** Stored with the next `flush`. */
  keep(draft: DraftText | undefined): void {
    this.#begun = { draft };
    this.#isStored = false;
  }

  /** Whether a text can be sent off now: all that is under way can be stored as one draft with it. */
  hasRoomFor(draft: DraftText): boolean {
    const together = joined([...this.#leaving.map((leaving) => leaving.draft), draft]);
    return this.#leaving.length < MAX_LEAVING && fits(together);
  }

  /** Sends a text off, and leaves what is begun after it. */
  send(draft: DraftText, begun: DraftText | undefined): SentOff {
    const leaving = { draft, kept: Promise.withResolvers<void>(), sent: Promise.withResolvers<void>() };
    this.#leaving = [...this.#leaving, leaving];
    this.keep(begun);
    void this.#start();
    return { kept: leaving.kept.promise, sent: leaving.sent.promise };
  }

  /** Writes what waits to be written. Never fails: what could not be written is still there to be read. */
  async flush(): Promise<void> {
    this.#isDue = true;
    await this.#start();
  }

  #start(): Promise<void> {
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  async #run(): Promise<void> {
    for (;;) {
      const [first, ...rest] = this.#leaving;
      if (first !== undefined) await this.#send(first, rest);
      else if (this.#isDue && !this.#isStored) await this.#write();
      else break;
    }
    this.#isDue = false;
  }

  /** The first text becomes a message; the others and what was begun are the draft that it leaves. */
  async #send({ draft, kept, sent }: Leaving, rest: readonly Leaving[]): Promise<void> {
    const begun = this.#begun;
    const whole = joined([...rest.map((leaving) => leaving.draft), ...(begun?.draft ? [begun.draft] : [])]);
    // What is too long to be stored is kept as long as the page.
    const left = fits(whole) ? whole : joined(rest.map((leaving) => leaving.draft));
    try {
      await this.#store.send(this.#contact, draft.text, {
        ...(draft.replyTo === undefined ? {} : { replyTo: draft.replyTo }),
        draft: left ?? null,
      });
    } catch (error) {
      this.#giveBack(error);
      return;
    }
    this.#leaving = this.#leaving.slice(1);
    if (this.#begun === begun && left === whole) this.#isStored = true;
    kept.resolve();
    for (const leaving of rest) leaving.kept.resolve();
    sent.resolve();
  }

  /** Order is kept: what was sent off after a text that could not be sent comes back with it. */
  #giveBack(error: unknown): void {
    const back = this.#leaving;
    this.#leaving = [];
    for (const { kept, sent } of [...back].reverse()) {
      kept.resolve();
      sent.reject(error);
    }
  }

  async #write(): Promise<void> {
    const begun = this.#begun;
    this.#isDue = false;
    try {
      await this.#store.setDraft(this.#contact, begun?.draft);
      if (this.#begun === begun) this.#isStored = true;
    } catch {
      return;
    }
  }
}

function joined(drafts: readonly DraftText[]): DraftText | undefined {
  const texts = drafts.map(({ text }) => text).filter((text) => text !== '');
  const replyTo = drafts.find((draft) => draft.replyTo !== undefined)?.replyTo;
  if (texts.length === 0 && replyTo === undefined) return undefined;
  return { text: texts.join('\n'), ...(replyTo === undefined ? {} : { replyTo }) };
}

function fits(draft: DraftText | undefined): boolean {
  return encodeUtf8(draft?.text ?? '').length <= LIMITS.MAX_TEXT_BYTES;
}
