import type { MessageView } from '@sotto/client';
import { expect, test } from 'vitest';
import { MessageWindow } from '../../state/conversations/message-window.ts';
import { lastEditable } from './last-editable.ts';

const message = (order: number, more: Partial<MessageView> = {}) =>
  ({
    id: `m${order}`,
    order,
    sentAtMs: order,
    direction: 'out',
    type: 'sotto/text',
    isDeleted: false,
    ...more,
  }) as MessageView;

const windowOf = (messages: readonly MessageView[]) => {
  const window = new MessageWindow();
  window.prepend(messages, true);
  return window;
};

test('is the newest of ours that is a text and not deleted, whatever theirs came after it', () => {
  const messages = [message(1), message(2), message(3, { isDeleted: true }), message(4, { direction: 'in' })];
  expect(lastEditable(windowOf(messages), 1_000)?.id).toBe('m2');
  expect(lastEditable(windowOf([message(1, { type: 'sotto/timer' })]), 1_000)).toBeUndefined();
});

test('is none that is too old, and none while the person is far away from the newest', () => {
  expect(lastEditable(windowOf([message(1)]), 90_000_000)).toBeUndefined();
  const window = windowOf([]);
  window.restart([message(1)], { isOldest: true, isNewest: false });
  expect(lastEditable(window, 1_000)).toBeUndefined();
});
