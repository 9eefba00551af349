/** Effects, what has a place in a conversation, pages in both directions, and messages that expire. */
import type { MessageRecord, MessageStore } from '@sotto/ports';
import { compareBytes } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordFactory } from './record-factory.ts';
import type { CurrentStore } from './store-under-test.ts';

const make = new RecordFactory('effects');

function oldestFirst(a: MessageRecord, b: MessageRecord): number {
  return a.clock - b.clock || compareBytes(a.messageId, b.messageId);
}

async function put(store: MessageStore, messages: readonly MessageRecord[]): Promise<void> {
  await store.commit(messages.map((record) => ({ kind: 'put-message', record }) as const));
}

/** One message of every kind in one conversation. */
function everyKind() {
  const conversation = make.accountId();
  const target = make.messageId();
  const shown = make.message({ conversation, messageId: target, clock: 1 });
  const deleted = make.message({ conversation, clock: 2, visibility: 'deleted' });
  const effect = make.message({ conversation, clock: 3, visibility: 'effect', target });
  const waiting = make.message({ conversation, clock: 4, visibility: 'waiting', target: make.messageId() });
  const gone = make.message({ conversation, clock: 5, visibility: 'gone' });
  return { conversation, shown, deleted, effect, waiting, gone };
}

export function describeEffects(current: CurrentStore): void {
  describe('effects', () => {
    test('only what has a place is in pages, and what was not deleted is unread', async () => {
      let { store } = current();
      const { conversation, shown, deleted, effect, waiting, gone } = everyKind();
      await put(store, [shown, deleted, effect, waiting, gone]);
      store = await current().reopen();
      expect(await store.messages(conversation, { limit: 9 })).toStrictEqual([deleted, shown]);
      expect(await store.messages(conversation, { limit: 1 })).toStrictEqual([deleted]);
      const all = [gone, waiting, effect, deleted, shown];
      expect(await store.messages(conversation, { limit: 9, which: 'all' })).toStrictEqual(all);
      expect(await store.unreadCount(conversation)).toBe(1);
      expect(await store.unread(conversation, 9)).toStrictEqual([shown]);
      expect(await store.message(conversation, gone.messageId)).toStrictEqual(gone);
    });

    test('effects come by their target, waiting ones by their conversation, oldest first', async () => {
      const { store } = current();
      const { conversation, shown, effect, waiting } = everyKind();
      const target = shown.messageId;
      const others = [9, 7, 8, 8].map((clock) => make.message({ conversation, clock, visibility: 'waiting', target }));
      await put(store, [...others, shown, effect, waiting]);
      const expected = [effect, ...others].toSorted(oldestFirst);
      expect(await store.effects(conversation, target)).toStrictEqual(expected);
      expect(await store.effects(make.accountId(), target)).toEqual([]);
      const waits = [waiting, ...others].toSorted(oldestFirst);
      expect(await store.waitingEffects(conversation, 100)).toStrictEqual(waits);
      expect(await store.waitingEffects(conversation, 3)).toStrictEqual(waits.slice(0, 3));
      expect(await store.waitingEffects(make.accountId(), 3)).toEqual([]);
    });

    test('an effect that is put again without its target is an effect of nothing', async () => {
      const { store } = current();
      const { conversation, shown, effect } = everyKind();
      await put(store, [shown, effect]);
      const { target: _, ...rest } = effect;
      const gone: MessageRecord = { ...rest, visibility: 'gone', body: new Uint8Array(0), fallback: '' };
      await put(store, [gone]);
      expect(await store.effects(conversation, shown.messageId)).toEqual([]);
      expect(await store.message(conversation, effect.messageId)).toStrictEqual(gone);
    });

    test('setting the state of an effect leaves what it is', async () => {
      const { store } = current();
      const { conversation, effect } = everyKind();
      await put(store, [effect]);
      const { messageId } = effect;
      await store.commit([{ kind: 'set-message-state', conversation, messageId, state: 'custody' }]);
      expect(await store.message(conversation, messageId)).toStrictEqual({ ...effect, state: 'custody' });
    });

    test('pages after a position are oldest first and cover every message once', async () => {
      const { store } = current();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat({ max: 6 }), { maxLength: 20 }),
          fc.integer({ min: 1, max: 7 }),
          async (clocks, limit) => {
            const conversation = make.accountId();
            const messages = clocks.map((clock) => make.message({ conversation, clock })).sort(oldestFirst);
            const hidden = make.message({ conversation, clock: 3, visibility: 'gone' });
            await put(store, [...messages, hidden]);
            const read: MessageRecord[] = [];
            let after = { clock: 0, messageId: new Uint8Array(16) as MessageRecord['messageId'] };
            for (;;) {
              const page = await store.messages(conversation, { after, limit });
              expect(page.length).toBeLessThanOrEqual(limit);
              read.push(...page);
              const last = page.at(-1);
              if (last === undefined) break;
              after = last;
            }
            expect(read).toStrictEqual(messages);
          },
        ),
        { numRuns: 30 },
      );
    });

    test('what was put after a revision is found in that order, each message once', async () => {
      let { store } = current();
      const before = (await store.messagesChangedSince(0, 10_000)).at(-1)?.revision ?? 0;
      expect(await store.lastRevision()).toBe(before);
      const messages = Array.from({ length: 5 }, () => make.message());
      const [first, second, ...rest] = messages as [MessageRecord, MessageRecord, ...MessageRecord[]];
      await put(store, messages);
      const gone: MessageRecord = { ...first, visibility: 'gone' };
      await put(store, [gone]);
      const { conversation, messageId } = second;
      await store.commit([{ kind: 'set-message-state', conversation, messageId, state: 'read' }]);
      store = await current().reopen();
      const changed = await store.messagesChangedSince(before, 100);
      expect(changed.map(({ message }) => message)).toStrictEqual([{ ...second, state: 'read' }, ...rest, gone]);
      const revisions = changed.map(({ revision }) => revision);
      expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
      const [, middle = 0] = revisions;
      expect(await store.messagesChangedSince(middle, 2)).toStrictEqual(changed.slice(2, 4));
      expect(await store.messagesChangedSince(revisions.at(-1) ?? 0, 5)).toEqual([]);
      expect(await store.lastRevision()).toBe(revisions.at(-1));
    });

    test('messages expire by their time, those over longest first', async () => {
      const { store } = current();
      expect(await store.nextExpiryAtMs()).toBeUndefined();
      const timer = { expiresAfterSeconds: 60 };
      const messages = [300, 100, 200].map((expiresAtMs) => make.message({ expiresAtMs, ...timer }));
      await put(store, [...messages, make.message()]);
      expect(await store.nextExpiryAtMs()).toBe(100);
      expect(await store.expiredMessages(99, 10)).toEqual([]);
      expect((await store.expiredMessages(200, 10)).map(({ expiresAtMs }) => expiresAtMs)).toEqual([100, 200]);
      expect(await store.expiredMessages(400, 1)).toStrictEqual([messages[1]]);
      const { expiresAtMs: _, ...stays } = messages[1] as MessageRecord;
      await put(store, [stays]);
      expect(await store.nextExpiryAtMs()).toBe(200);
    });
  });

  describe('what is set for a conversation', () => {
    test('is there for each conversation on its own', async () => {
      let { store } = current();
      const records = Array.from({ length: 3 }, () => make.conversation()).sort((a, b) =>
        compareBytes(a.conversation, b.conversation),
      );
      await store.commit(records.map((record) => ({ kind: 'put-conversation', record }) as const));
      store = await current().reopen();
      expect(await store.conversations()).toStrictEqual(records);
      expect(await store.conversation(make.accountId())).toBeUndefined();
    });
  });
}
