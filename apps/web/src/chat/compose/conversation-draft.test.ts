import type { ConversationView, DraftText, MessageView } from '@sotto/client';
import { LIMITS, LimitError } from '@sotto/wire';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { ConversationDraft } from './conversation-draft.ts';

/** A store that does one thing at a time, when it is told to. */
class SlowStore {
  readonly messages: string[] = [];
  draft: DraftText | undefined;
  readonly #waiting: (() => void)[] = [];
  #failure: unknown;

  async setDraft(_contact: string, draft?: DraftText): Promise<void> {
    await this.#turn();
    this.draft = draft;
  }

  async send(_contact: string, text: string, options: { draft?: DraftText | null } = {}): Promise<MessageView> {
    await this.#turn();
    this.messages.push(text);
    this.draft = options.draft ?? undefined;
    return {} as MessageView;
  }

  async conversation(contact: string): Promise<ConversationView> {
    return { contact, ...(this.draft ? { draft: { ...this.draft, changedAtMs: 0 } } : {}) } as ConversationView;
  }

  get isAsked(): boolean {
    return this.#waiting.length > 0;
  }

  async commit(failure?: unknown): Promise<void> {
    this.#failure = failure;
    this.#waiting.shift()?.();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  }

  async commitAll(): Promise<void> {
    while (this.isAsked) await this.commit();
  }

  async #turn(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#failure !== undefined) throw this.#failure;
  }
}

const FULL = new LimitError('disk-full', 'no room');

describe('texts that are sent off one after the other', () => {
  let store: SlowStore;
  let draft: ConversationDraft;
  beforeEach(() => {
    store = new SlowStore();
    draft = new ConversationDraft(store, 'c');
  });

  test('become messages in their order, and those that still wait are the draft meanwhile', async () => {
    draft.send({ text: 'one' }, undefined);
    draft.send({ text: 'two', replyTo: 'm' }, undefined);
    draft.send({ text: 'three' }, { text: 'beg' });
    await store.commit();
    expect([store.messages, store.draft]).toEqual([['one'], undefined]);
    await store.commit();
    expect([store.messages, store.draft]).toEqual([['one', 'two'], { text: 'three\nbeg' }]);
    draft.keep({ text: 'begun' });
    await store.commit();
    expect([store.messages, store.draft]).toEqual([['one', 'two', 'three'], { text: 'beg' }]);
    expect(await draft.read()).toEqual({ text: 'begun' });
    const flushed = draft.flush();
    await store.commitAll();
    await flushed;
    expect([store.draft, draft.isSettled]).toEqual([{ text: 'begun' }, true]);
  });

  test('leave what is read of a draft as it is while it is read', async () => {
    store.draft = { text: 'before' };
    const read = draft.read();
    draft.keep({ text: 'new' });
    expect(await read).toMatchObject({ text: 'before' });
    expect(await draft.read()).toEqual({ text: 'new' });
  });

  test('come back in their order when one cannot be sent, and the store still has what it had', async () => {
    draft.send({ text: 'one' }, undefined);
    const back: string[] = [];
    const two = draft.send({ text: 'two' }, undefined);
    const three = draft.send({ text: 'three' }, undefined);
    two.sent.catch(() => back.unshift('two'));
    three.sent.catch(() => back.unshift('three'));
    await store.commit();
    await store.commit(FULL);
    expect(back).toEqual(['two', 'three']);
    expect([store.messages, store.isAsked, draft.isLeaving]).toEqual([['one'], false, false]);
    draft.keep({ text: 'two\nthree' });
    const flushed = draft.flush();
    await store.commitAll();
    await flushed;
    expect(store.draft).toEqual({ text: 'two\nthree' });
  });

  test('are as many as one draft can hold', () => {
    const half = { text: 'x'.repeat(LIMITS.MAX_TEXT_BYTES / 2) };
    expect(draft.hasRoomFor(half)).toBe(true);
    draft.send(half, undefined);
    expect(draft.hasRoomFor(half)).toBe(false);
    expect(draft.hasRoomFor({ text: 'short' })).toBe(true);
    for (let count = 1; count < 64; count++) draft.send({ text: '' }, undefined);
    expect(draft.hasRoomFor({ text: '' })).toBe(false);
  });

  test('go out also when what is begun is too long to be stored; that stays as long as the page', async () => {
    const long = { text: 'x'.repeat(LIMITS.MAX_TEXT_BYTES) };
    draft.send({ text: 'one' }, undefined);
    draft.send({ text: 'two' }, long);
    await store.commitAll();
    expect([store.messages, store.draft, draft.isSettled]).toEqual([['one', 'two'], long, true]);
    draft.send({ text: 'three' }, { text: `${long.text}x` });
    await store.commitAll();
    expect([store.messages.at(-1), store.draft, draft.isSettled]).toEqual(['three', undefined, false]);
    expect((await draft.read())?.text).toHaveLength(LIMITS.MAX_TEXT_BYTES + 1);
  });

  test('B8: E1: are a message or in the draft whenever the page ends, once they were kept, and never both', async () => {
    const step = fc.constantFrom('send', 'type', 'flush', 'commit', 'fail');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        store = new SlowStore();
        draft = new ConversationDraft(store, 'c');
        const texts: { readonly text: string; isKept: boolean; isBack: boolean }[] = [];
        let begun = '';
        const begin = (text: string) => {
          begun = text;
          draft.keep({ text });
        };
        for (const [number, action] of steps.entries()) {
          const text = `${number}.`;
          if (action === 'send') {
            const one = { text, isKept: false, isBack: false };
            texts.push(one);
            const { kept, sent } = draft.send({ text }, begun === '' ? undefined : { text: begun });
            void kept.then(() => (one.isKept = true));
            sent.catch(() => {
              one.isBack = true;
              begin(begun === '' ? text : `${text}\n${begun}`);
            });
          } else if (action === 'type') begin(begun === '' ? text : `${begun}\n${text}`);
          else if (action === 'flush') void draft.flush();
          else await store.commit(action === 'fail' ? FULL : undefined);
          const drafted = store.draft?.text.split('\n') ?? [];
          const there = [...store.messages, ...drafted];
          expect(there).toHaveLength(new Set(there).size);
          const kept = texts.filter(({ isKept, isBack }) => isKept && !isBack);
          expect(there).toEqual(expect.arrayContaining(kept.map((one) => one.text)));
        }
        await store.commitAll();
        for (let flushes = 0; flushes < 2; flushes++) {
          void draft.flush();
          await store.commitAll();
        }
        expect([...store.messages, ...begun.split('\n')]).toEqual(expect.arrayContaining(texts.map((one) => one.text)));
        expect(store.draft?.text ?? '').toBe(begun);
      }),
    );
  });
});
