import type { ClientEvents, ContactView, ConversationView, MessageView } from '@sotto/client';
import { FakeClock } from '@sotto/testkit';
import { UnavailableError } from '@sotto/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { ContactList } from './contact-list.ts';
import { isUnread, shelfOf } from './conversation-shelf.ts';

const MINUTE_MS = 60_000;

const contactOf = (id: string, change: Partial<ContactView> = {}) =>
  ({ id, name: id, status: 'contact', online: false, ...change }) as ContactView;
const conversationOf = (contact: string, change: Partial<ConversationView> = {}) =>
  ({
    contact,
    name: contact,
    lastActivityMs: 0,
    unread: 0,
    isPinned: false,
    isMuted: false,
    isArchived: false,
    isMarkedUnread: false,
    isTyping: false,
    ...change,
  }) as ConversationView;
const messageOf = (contact: string, id: string, text = id) => ({ contact, id, text }) as MessageView;

/** What the list needs of a client; answers come when the test lets them. */
class FakeSource {
  readonly contacts_ = new Map<string, ContactView>();
  readonly conversations_ = new Map<string, ConversationView>();
  readonly #handlers = new Map<string, Set<(event: never) => void>>();
  gate: Promise<void> = Promise.resolve();
  reads = 0;

  set(id: string, conversation: Partial<ConversationView> = {}, contact: Partial<ContactView> = {}): void {
    this.contacts_.set(id, contactOf(id, contact));
    this.conversations_.set(id, conversationOf(id, conversation));
  }

  readonly contacts = async () => [...this.contacts_.values()];
  readonly conversations = async () => [...this.conversations_.values()];
  readonly contact = async (id: string) =>
    this.contacts_.get(id) ?? Promise.reject(new UnavailableError('storage', id));
  readonly conversation = async (id: string) => {
    this.reads++;
    const now = this.conversations_.get(id) ?? conversationOf(id);
    await this.gate;
    return now;
  };
  readonly on = <K extends keyof ClientEvents>(kind: K, handler: (event: ClientEvents[K]) => void) => {
    const handlers = this.#handlers.get(kind) ?? new Set();
    this.#handlers.set(kind, handlers.add(handler as (event: never) => void));
    return () => void handlers.delete(handler as (event: never) => void);
  };
  tell<K extends keyof ClientEvents>(kind: K, event: ClientEvents[K]): void {
    for (const handler of this.#handlers.get(kind) ?? []) (handler as (event: ClientEvents[K]) => void)(event);
  }
}

describe('the list of conversations', () => {
  let source: FakeSource;
  let clock: FakeClock;
  let failures: unknown[];
  let list: ContactList;
  beforeEach(async () => {
    source = new FakeSource();
    clock = new FakeClock();
    failures = [];
    source.set('ada', { lastActivityMs: 1 });
    source.set('grace', { lastActivityMs: 3 });
    source.set('linus', { lastActivityMs: 2 });
    list = new ContactList({ client: source, clock, onFailure: (error) => failures.push(error) });
    await clock.advanceAsync(1);
  });

  const order = () => list.entries.map(({ contact }) => contact.id);
  const settle = () => clock.advanceAsync(1);

  test('has pinned ones first, then the last active, and follows what the client tells', async () => {
    expect([list.isReady, order()]).toEqual([true, ['grace', 'linus', 'ada']]);
    source.set('ada', { lastActivityMs: 1, isPinned: true });
    source.tell('conversation', 'ada');
    await settle();
    expect(order()).toEqual(['ada', 'grace', 'linus']);
    source.set('noor', { lastActivityMs: 9 });
    source.tell('contact', contactOf('noor'));
    await settle();
    expect(order()).toEqual(['ada', 'noor', 'grace', 'linus']);
    source.tell('contact', contactOf('noor', { online: true }));
    expect(list.entry('noor')?.contact.online).toBe(true);
    list.close();
    source.tell('contact', contactOf('noor', { online: false }));
    expect(list.entry('noor')?.contact.online).toBe(true);
  });

  test('reads a conversation once more, not many times, when it changes while it is being read', async () => {
    const { promise, resolve: open } = Promise.withResolvers<void>();
    source.gate = promise;
    source.set('ada', { unread: 1 });
    source.tell('conversation', 'ada');
    source.set('ada', { unread: 2 });
    for (let event = 0; event < 50; event++) source.tell('conversation', 'ada');
    open();
    await settle();
    expect(source.reads).toBe(2);
    expect(list.entry('ada')?.conversation.unread).toBe(2);
  });

  test('shows typing and the newest message as they are told, also over an answer that is older', async () => {
    const last = messageOf('ada', '1', 'before');
    source.set('ada', { last });
    source.tell('conversation', 'ada');
    await settle();
    source.tell('message-state', messageOf('ada', '1', 'after'));
    expect(list.entry('ada')?.conversation.last?.text).toBe('after');
    source.tell('message-changed', messageOf('ada', 'older', 'changed'));
    expect(list.entry('ada')?.conversation.last?.text).toBe('after');
    const { promise, resolve: open } = Promise.withResolvers<void>();
    source.gate = promise;
    source.tell('conversation', 'ada');
    await settle();
    source.set('ada', { last, isTyping: true });
    source.tell('typing', { contact: 'ada', isTyping: true });
    open();
    await settle();
    expect(list.entry('ada')?.conversation.isTyping).toBe(true);
  });

  test('reads once more when a message that it is just learning of has come further', async () => {
    const { promise, resolve: open } = Promise.withResolvers<void>();
    source.gate = promise;
    source.set('ada', { last: messageOf('ada', 'new', 'queued') });
    source.tell('conversation', 'ada');
    await settle();
    source.set('ada', { last: messageOf('ada', 'new', 'in custody') });
    source.tell('message-state', messageOf('ada', 'new', 'in custody'));
    open();
    await settle();
    expect(list.entry('ada')?.conversation.last?.text).toBe('in custody');
  });

  test('notices by itself that a mute is over', async () => {
    const mutedUntilMs = clock.nowMs() + 30 * MINUTE_MS;
    source.set('ada', { isMuted: true, mutedUntilMs });
    source.tell('conversation', 'ada');
    await settle();
    expect(list.entry('ada')?.conversation.isMuted).toBe(true);
    source.set('ada');
    await clock.advanceAsync(29 * MINUTE_MS);
    expect(list.entry('ada')?.conversation.isMuted).toBe(true);
    await clock.advanceAsync(MINUTE_MS);
    expect(list.entry('ada')?.conversation.isMuted).toBe(false);
  });

  test('says that it could not read', async () => {
    source.tell('conversation', 'nobody');
    await settle();
    expect(failures).toMatchObject([{ code: 'storage' }]);
  });
});

test('a conversation stands on one shelf, and blocked people on none', () => {
  const shelf = (contact: Partial<ContactView>, conversation: Partial<ConversationView> = {}) =>
    shelfOf({ contact: contactOf('a', contact), conversation: conversationOf('a', conversation) });
  expect(shelf({})).toBe('main');
  expect(shelf({}, { isArchived: true })).toBe('archive');
  expect(shelf({ status: 'request' }, { isArchived: true })).toBe('requests');
  expect(shelf({ status: 'blocked' })).toBeUndefined();
  expect([conversationOf('a', { unread: 1 }), conversationOf('a', { isMarkedUnread: true })].map(isUnread)).toEqual([
    true,
    true,
  ]);
});
