import type { MessageView } from '@sotto/client';
import { LIMITS } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { actionOfKey, actionsOf, isDeletableForAll } from './message-actions.ts';

const NOW_MS = Date.UTC(2026, 10, 21);
const open = { canSend: true, nowMs: NOW_MS };
const ours: MessageView = {
  id: '00',
  contact: 'sotto1x',
  direction: 'out',
  text: 'hello',
  type: 'sotto/text',
  state: 'delivered',
  custody: { held: 0, of: 0 },
  devices: { delivered: 1, of: 1 },
  sentAtMs: NOW_MS - 1_000,
  order: 1,
  isDeleted: false,
  reactions: [],
};
const theirs: MessageView = { ...ours, direction: 'in' };

describe('what can be done with a message', () => {
  test('is everything for one of ours, and less for one of theirs', () => {
    expect(actionsOf(ours, open)).toEqual(['react', 'reply', 'copy', 'edit', 'info', 'remove']);
    expect(actionsOf(theirs, open)).toEqual(['react', 'reply', 'copy', 'info', 'remove']);
    expect([ours, theirs].map(isDeletableForAll)).toEqual([true, false]);
  });

  test('is no editing once the window for it is over, and of nothing but texts', () => {
    const edge = NOW_MS - LIMITS.EDIT_WINDOW_SECONDS * 1000;
    expect(actionsOf({ ...ours, sentAtMs: edge }, open)).toContain('edit');
    expect(actionsOf({ ...ours, sentAtMs: edge - 1 }, open)).not.toContain('edit');
    expect(actionsOf({ ...ours, type: 'sotto/poll' }, open)).not.toContain('edit');
  });

  test('is another attempt for what failed, and earlier versions of what was edited', () => {
    expect(actionsOf({ ...ours, state: 'failed' }, open)).toContain('retry');
    expect(actionsOf({ ...theirs, state: 'expired' }, open)).not.toContain('retry');
    expect(actionsOf({ ...theirs, edited: { atMs: NOW_MS, earlier: ['a'] } }, open)).toContain('versions');
  });

  test('is nothing that sends where nothing can be sent', () => {
    expect(actionsOf({ ...ours, state: 'failed' }, { ...open, canSend: false })).toEqual(['copy', 'info', 'remove']);
  });

  test('is only to look and to remove when it was deleted, or is the line of a timer', () => {
    const deleted = { ...ours, isDeleted: true, text: '' };
    const timer = { ...ours, type: 'sotto/timer', timerSeconds: 60 };
    for (const message of [deleted, timer]) {
      expect(actionsOf(message, open)).toEqual(['info', 'remove']);
      expect(isDeletableForAll(message)).toBe(false);
    }
  });

  test('has keys that are told apart', () => {
    expect(['r', 'R', '+', 'Delete', 'x', 'Enter'].map(actionOfKey)).toEqual([
      'reply',
      'reply',
      'react',
      'remove',
      undefined,
      undefined,
    ]);
  });
});
