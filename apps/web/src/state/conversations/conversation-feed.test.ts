import type { ClientEvents, MessageView } from '@sotto/client';
import { UnavailableError } from '@sotto/wire';
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
    async history(_contact: string, { limit = 200, before }: { limit?: number; before?: string } = {}) {
      this.asked.push(limit);
      if (isFailing) throw new UnavailableError('storage', 'the store is broken');
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
