import type { ContactView, ConversationView } from '@sotto/client';
import { expect, test } from 'vitest';
import { attentionCount, isAnnounced } from './attention.ts';

const entry = (status: ContactView['status'], conversation: Partial<ConversationView> = {}) => ({
  contact: { status } as ContactView,
  conversation: {
    unread: 0,
    isMarkedUnread: false,
    isMuted: false,
    isArchived: false,
    ...conversation,
  } as ConversationView,
});

test('a notification comes for what contacts write, unless they are muted', () => {
  expect(isAnnounced({ direction: 'in' }, entry('contact'))).toBe(true);
  expect(isAnnounced({ direction: 'out' }, entry('contact'))).toBe(false);
  expect(isAnnounced({ direction: 'in' }, entry('contact', { isMuted: true }))).toBe(false);
  for (const status of ['request', 'blocked'] as const) {
    expect(isAnnounced({ direction: 'in' }, entry(status))).toBe(false);
  }
  expect(isAnnounced({ direction: 'in' }, undefined)).toBe(false);
});

test('conversations with something to look at are counted once, and muted, archived and requested ones are not', () => {
  const unread = { unread: 7 };
  expect(
    attentionCount([
      entry('contact', unread),
      entry('contact', { isMarkedUnread: true }),
      entry('contact'),
      entry('contact', { ...unread, isMuted: true }),
      entry('contact', { ...unread, isArchived: true }),
      entry('request', unread),
      entry('blocked', unread),
    ]),
  ).toBe(2);
});
