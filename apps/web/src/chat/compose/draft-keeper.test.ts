import type { ConversationView, DraftText, MessageView } from '@sotto/client';
import { FakeClock } from '@sotto/testkit';
import { LimitError } from '@sotto/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { DraftKeeper } from './draft-keeper.ts';

/** A store that takes its time, and no more than ten characters. */
class SlowStore {
  readonly stored = new Map<string, DraftText>();
  readonly writes: string[] = [];
  #release: (() => void) | undefined;
  isSlow = false;

  async setDraft(contact: string, draft?: DraftText): Promise<void> {
    this.writes.push(draft?.text ?? '');
    if (this.isSlow) await new Promise<void>((resolve) => (this.#release = resolve));
    if ((draft?.text.length ?? 0) > 10) throw new LimitError('too-large', 'the draft is too long');
    if (draft === undefined) this.stored.delete(contact);
    else this.stored.set(contact, draft);
  }

  async send(contact: string, text: string, options: { readonly draft?: DraftText | null } = {}): Promise<MessageView> {
    await this.setDraft(contact, options.draft ?? undefined);
    this.writes.push(`sent ${text}`);
    return {} as MessageView;
  }

  async conversation(contact: string): Promise<ConversationView> {
    const draft = this.stored.get(contact);
    return { contact, ...(draft ? { draft: { ...draft, changedAtMs: 0 } } : {}) } as ConversationView;
  }

  release(): void {
    this.#release?.();
  }
}

describe('what somebody has begun to write', () => {
  let clock: FakeClock;
  let store: SlowStore;
  let drafts: DraftKeeper;
  beforeEach(() => {
    clock = new FakeClock();
    store = new SlowStore();
    drafts = new DraftKeeper(store, clock);
  });

  test('is written once, a moment after the last key, with what it answers', async () => {
    for (const text of ['h', 'he', 'hel']) {
      drafts.keep('c', { text, replyTo: 'm' });
      await clock.advanceAsync(100);
    }
    expect(store.writes).toEqual([]);
    await clock.advanceAsync(1_000);
    expect(store.writes).toEqual(['hel']);
    expect(await drafts.read('c')).toMatchObject({ text: 'hel', replyTo: 'm' });
    drafts.keep('c', undefined);
    await drafts.flush('c');
    expect(await drafts.read('c')).toBeUndefined();
  });

  test('is read as it was left, before and while it is written', async () => {
    store.isSlow = true;
    drafts.keep('c', { text: 'one' });
    expect(await drafts.read('c')).toEqual({ text: 'one' });
    const flushed = drafts.flush('c');
    await clock.advanceAsync(0);
    drafts.keep('c', { text: 'two' });
    store.release();
    await flushed;
    expect(await drafts.read('c')).toEqual({ text: 'two' });
    store.isSlow = false;
    await drafts.flush('c');
    expect(store.stored.get('c')).toEqual({ text: 'two' });
  });

  test('is not written once more where a text that was sent off took it along', async () => {
    drafts.keep('c', { text: 'one' });
    await drafts.send('c', { text: 'one' }, { text: 'two' }).sent;
    await clock.advanceAsync(1_000);
    expect(store.writes).toEqual(['two', 'sent one']);
    expect(await drafts.read('c')).toMatchObject({ text: 'two' });
  });

  test('is kept for the page where the store does not take it, of a bounded number of conversations', async () => {
    for (let number = 0; number < 70; number++) {
      drafts.keep(`c${number}`, { text: 'much too long' });
      await drafts.flush(`c${number}`);
    }
    expect(await drafts.read('c69')).toEqual({ text: 'much too long' });
    expect(await drafts.read('c0')).toBeUndefined();
  });
});
