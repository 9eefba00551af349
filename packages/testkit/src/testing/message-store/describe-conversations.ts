/** Conversations: pages in order, states of messages, what has not been read. */
import type { MessageRecord, MessageStore } from '@sotto/ports';
import { type AccountId, compareBytes } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordFactory } from './record-factory.ts';
import type { CurrentStore } from './store-under-test.ts';

const make = new RecordFactory('conversations');

function newestFirst(a: MessageRecord, b: MessageRecord): number {
  return b.clock - a.clock || compareBytes(b.messageId, a.messageId);
}

async function putMessages(store: MessageStore, messages: readonly MessageRecord[]): Promise<void> {
  await store.commit(messages.map((record) => ({ kind: 'put-message', record }) as const));
}

/** All pages of a conversation, as a screen that scrolls up reads them. */
async function allPages(store: MessageStore, conversation: AccountId, limit: number): Promise<MessageRecord[]> {
  const read: MessageRecord[] = [];
  for (;;) {
    const last = read.at(-1);
    const page = await store.messages(conversation, { limit, ...(last ? { before: last } : {}) });
    expect(page.length).toBeLessThanOrEqual(limit);
    if (page.length === 0) return read;
    read.push(...page);
  }
}

export function describeConversations(current: CurrentStore): void {
  describe('conversations', () => {
    test('pages cover every message once, newest first, by clock and then by id', async () => {
      const { store } = current();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat({ max: 6 }), { maxLength: 24 }),
          fc.integer({ min: 1, max: 9 }),
          async (clocks, limit) => {
            const conversation = make.accountId();
            const messages = clocks.map((clock) => make.message({ conversation, clock }));
            await putMessages(store, messages);
            expect(await allPages(store, conversation, limit)).toStrictEqual(messages.toSorted(newestFirst));
          },
        ),
        { numRuns: 40 },
      );
    });

    test('a page starts strictly before a position, whether or not a message is there', async () => {
      const { store } = current();
      const conversation = make.accountId();
      const messages = [10, 20, 20, 20, 30].map((clock) => make.message({ conversation, clock })).sort(newestFirst);
      await putMessages(store, messages);
      const before = { clock: 20, messageId: make.messageId() };
      const expected = messages.filter(
        ({ clock, messageId }) => clock < 20 || (clock === 20 && compareBytes(messageId, before.messageId) < 0),
      );
      expect(await store.messages(conversation, { before, limit: 10 })).toStrictEqual(expected);
      expect(await store.messages(conversation, { before: { ...before, clock: 5 }, limit: 10 })).toEqual([]);
      const { clock, messageId } = messages.at(-2) as MessageRecord;
      expect(await store.messages(conversation, { before: { clock, messageId }, limit: 10 })).toHaveLength(1);
    });

    test('a message that is put again keeps its key and takes its new place', async () => {
      const { store } = current();
      const conversation = make.accountId();
      const [first, second] = [make.message({ conversation, clock: 1 }), make.message({ conversation, clock: 2 })];
      await putMessages(store, [first, second]);
      await putMessages(store, [{ ...first, clock: 3 }]);
      expect((await store.messages(conversation, { limit: 5 })).map(({ clock }) => clock)).toEqual([3, 2]);
    });

    test('a state is set without the rest changing; a failure goes when the state no longer has one', async () => {
      const { store } = current();
      const message = make.message({ direction: 'out', state: 'queued' });
      const { conversation, messageId } = message;
      await putMessages(store, [message]);
      const failed = { conversation, messageId, state: 'failed', failure: 'quota' } as const;
      await store.commit([{ kind: 'set-message-state', ...failed }]);
      expect(await store.message(conversation, messageId)).toStrictEqual({ ...message, ...failed });
      await store.commit([{ kind: 'set-message-state', conversation, messageId, state: 'read' }]);
      expect(await store.message(conversation, messageId)).toStrictEqual({ ...message, state: 'read' });
    });

    test('setting the state of a message that is not there does nothing', async () => {
      const { store } = current();
      const conversation = make.accountId();
      const messageId = make.messageId();
      await store.commit([{ kind: 'set-message-state', conversation, messageId, state: 'read' }]);
      expect(await store.message(conversation, messageId)).toBeUndefined();
    });

    test('unread is what came in and was not shown, oldest first', async () => {
      const { store } = current();
      const conversation = make.accountId();
      const incoming = [4, 2, 3, 1].map((clock) => make.message({ conversation, clock }));
      const outgoing = make.message({ conversation, clock: 5, direction: 'out', state: 'delivered' });
      await putMessages(store, [...incoming, outgoing, make.message()]);
      const { messageId } = incoming[3] as MessageRecord;
      await store.commit([{ kind: 'set-message-state', conversation, messageId, state: 'read' }]);
      expect(await store.unreadCount(conversation)).toBe(3);
      expect((await store.unread(conversation, 2)).map(({ clock }) => clock)).toEqual([2, 3]);
      expect(await store.unreadCount(make.accountId())).toBe(0);
    });

    test('E8: the last clock is the highest of all conversations', async () => {
      const { store } = current();
      const before = await store.lastClock();
      const clocks = [before + 3, before + 40, before + 7];
      for (const clock of clocks) {
        const conversation = make.accountId();
        await putMessages(store, [make.message({ conversation, clock }), make.message({ conversation, clock: 1 })]);
      }
      expect(await store.lastClock()).toBe(before + 40);
      await store.commit([{ kind: 'put-notice', record: make.notice({ clock: before + 41 }) }]);
      expect(await store.lastClock()).toBe(before + 41);
      await putMessages(store, [make.message({ clock: Number.MAX_SAFE_INTEGER })]);
      expect(await store.lastClock()).toBe(Number.MAX_SAFE_INTEGER);
    });

    test('an empty store has no last clock', async () => {
      expect(await current().store.lastClock()).toBe(0);
    });

    test('unread messages with one clock come by id', async () => {
      const { store } = current();
      const conversation = make.accountId();
      const messages = Array.from({ length: 6 }, () => make.message({ conversation, clock: 7 }));
      await putMessages(store, messages);
      const expected = messages.toSorted(newestFirst).toReversed();
      expect(await store.unread(conversation, 4)).toStrictEqual(expected.slice(0, 4));
    });
  });
}
