import type { ClientEvents, MessageView, PageOptions } from '@sotto/client';
import { UnavailableError, UsageError } from '@sotto/wire';
import { expect, test } from 'vitest';
import { ConversationFeed } from './conversation-feed.ts';

const messageOf = (order: number, state: MessageView['state'] = 'read') =>
  ({ id: `m${String(order).padStart(6, '0')}`, contact: 'c', direction: 'in', order, state }) as MessageView;

/** A client with one conversation; what it is asked for is answered when the test says so. */
function clientOf(stored: MessageView[], isFailing = false) {
  const handlers = new Map<string, (event: never) => void>();
  return {
    stored,
    asked: [] as number[],
    async history(_contact: string, { limit = 200, before, after, around }: PageOptions = {}) {
      this.asked.push(limit);
      if (isFailing) throw new UnavailableError('storage', 'the store is broken');
      const start = stored.findIndex(({ id }) => id === (after ?? around));
      if (around !== undefined && start < 0) throw new UsageError('invalid-argument', 'no such message');
      if (after !== undefined) return stored.slice(start + 1, start + 1 + limit);
      if (around !== undefined) {
        const first = Math.max(0, start - Math.floor((limit - 1) / 2));
        return stored.slice(first, first + limit);
      }
      const end = before === undefined ? stored.length : stored.findIndex(({ id }) => id === before);
      return stored.slice(Math.max(0, end - limit), end);
    },
    notices: async () => [],
    on(kind: string, handler: (event: never) => void) {
      handlers.set(kind, handler);
      return () => handlers.delete(kind);
    },
    emit<K extends keyof ClientEvents>(kind: K, event: ClientEvents[K]) {
      handlers.get(kind)?.(event as never);
    },
    handlers,
  };
}

const open = (client: ReturnType<typeof clientOf>, unread = 0) => {
  const failures: unknown[] = [];
  const feed = new ConversationFeed({ client, contact: 'c', unread, onFailure: (error) => failures.push(error) });
  return { feed, failures };
};

test('what comes while the first page is read is there afterwards, once', async () => {
  const client = clientOf([messageOf(1), messageOf(2)]);
  const { feed } = open(client);
  client.emit('message', messageOf(2));
  client.emit('message', messageOf(3));
  await feed.ready;
  expect(feed.messages.count).toBe(3);
  client.emit('message', messageOf(4));
  client.emit('message', { ...messageOf(5), contact: 'another' });
  expect(feed.messages.newest?.order).toBe(4);
});

test('begins where the person stopped reading, however long ago', async () => {
  const stored = Array.from({ length: 500 }, (_, index) => messageOf(index, index < 200 ? 'read' : 'delivered'));
  const { feed } = open(clientOf(stored), 300);
  await feed.ready;
  expect(feed.firstUnread?.order).toBe(200);
  const { feed: read } = open(clientOf(stored.slice(0, 200)));
  await read.ready;
  expect(read.firstUnread).toBeUndefined();
});

test('reads one older page at a time, up to the beginning', async () => {
  const client = clientOf(Array.from({ length: 200 }, (_, index) => messageOf(index)));
  const { feed } = open(client);
  await feed.ready;
  await Promise.all([feed.loadOlder(), feed.loadOlder()]);
  expect(client.asked).toEqual([60, 100]);
  await feed.loadOlder();
  await feed.loadOlder();
  expect(client.asked).toEqual([60, 100, 100]);
  expect(feed.messages).toMatchObject({ count: 200, isComplete: true });
});

test('goes to a message far away and back to the newest, which came meanwhile', async () => {
  const client = clientOf(Array.from({ length: 900 }, (_, index) => messageOf(index)));
  const { feed } = open(client);
  await feed.ready;
  expect(await feed.goTo('m000100')).toBe(true);
  expect(feed.wanted).toEqual({ id: 'm000100' });
  expect(feed.messages).toMatchObject({ count: 100, isComplete: false, isAttached: false });
  client.stored.push(messageOf(900));
  client.emit('message', messageOf(900));
  expect(feed.messages.last?.order).toBe(150);
  for (let page = 0; page < 8; page++) await feed.loadNewer();
  expect(feed.messages.newest?.order).toBe(900);
  expect(await feed.goTo('m000899')).toBe(true);
  expect(client.asked).toHaveLength(10);
  expect(await feed.goTo('m000010')).toBe(true);
  expect(feed.messages.isComplete).toBe(true);
  client.emit('message', messageOf(901));
  await feed.goToNewest();
  expect(feed.messages.newest?.order).toBe(901);
  expect(await feed.goTo('gone')).toBe(false);
});

test('a message that changes is changed where it stands; one that disappears leaves', async () => {
  const client = clientOf([messageOf(1), messageOf(2)]);
  const { feed } = open(client);
  await feed.ready;
  client.emit('message-changed', { ...messageOf(1), text: 'edited' });
  expect(feed.messages.at(0)?.text).toBe('edited');
  client.emit('message-removed', { contact: 'another', id: 'm000001' });
  client.emit('message-removed', { contact: 'c', id: 'm000001' });
  expect(feed.messages.count).toBe(1);
});

test('reads on when everything that was here has disappeared', async () => {
  const client = clientOf(Array.from({ length: 70 }, (_, index) => messageOf(index)));
  const { feed } = open(client);
  await feed.ready;
  for (const { id } of client.stored.splice(10)) client.emit('message-removed', { contact: 'c', id });
  await expect.poll(() => feed.messages.count).toBe(10);
});

test('says what failed, and hears nothing after it was closed', async () => {
  const broken = open(clientOf([], true));
  await broken.feed.ready;
  expect(broken.failures).toMatchObject([{ code: 'storage' }]);
  expect(broken.feed.isReady).toBe(false);
  const client = clientOf([]);
  const { feed } = open(client);
  await feed.ready;
  feed.close();
  expect(client.handlers.size).toBe(0);
});
