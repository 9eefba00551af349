import type { ContactView, ConversationView } from '@sotto/client';
import { describe, expect, test } from 'vitest';
import { actionsOf } from './conversation-action.ts';
import { isEndless, MUTE_CHOICES, mutedUntil } from './mute-time.ts';

const actions = (contact: Partial<ContactView>, conversation: Partial<ConversationView> = {}) =>
  actionsOf({
    contact: { status: 'contact', verification: 'unverified', ...contact } as ContactView,
    conversation: { unread: 0, last: {}, ...conversation } as ConversationView,
  }).flat();

describe('what can be done with a conversation', () => {
  test('is what makes sense now', () => {
    expect(actions({})).toEqual([
      'pin',
      'mute',
      'archive',
      'mark-unread',
      'search',
      'date',
      'export',
      'timer',
      'details',
      'block',
    ]);
    const other = { isPinned: true, isMuted: true, isArchived: true, unread: 3 };
    expect(actions({}, other).slice(0, 4)).toEqual(['unpin', 'unmute', 'unarchive', 'search']);
    expect(actions({ verification: 'changed' })).not.toContain('timer');
    const empty = actionsOf({
      contact: { status: 'contact', verification: 'unverified' } as ContactView,
      conversation: { unread: 0 } as ConversationView,
    });
    expect(empty.flat()).toEqual(['pin', 'mute', 'archive', 'timer', 'details', 'block']);
  });

  test('is little with a stranger, and less with somebody who is blocked', () => {
    expect(actions({ status: 'request' })).toEqual(['search', 'date', 'export', 'details', 'block']);
    expect(actions({ status: 'blocked' })).toEqual(['search', 'date', 'export', 'details']);
  });
});

test('a mute ends when it was said, or when the person says so', () => {
  expect(MUTE_CHOICES.map((choice) => mutedUntil(choice, 1_000) - 1_000).slice(0, 3)).toEqual([
    3_600_000, 28_800_000, 604_800_000,
  ]);
  expect(isEndless(mutedUntil('always', 1_000))).toBe(true);
  expect(isEndless(mutedUntil('week', 1_000))).toBe(false);
});
