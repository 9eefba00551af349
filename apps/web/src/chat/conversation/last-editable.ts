/** The newest message of ours that can still be changed, among those near the end. */
import type { MessageView } from '@sotto/client';
import type { MessageWindow } from '../../state/conversations/message-window.ts';
import { isEditable } from '../message/message-actions.ts';

/** Further back nobody means it. */
const MAX_BACK = 200;

export function lastEditable(messages: MessageWindow, nowMs: number): MessageView | undefined {
  if (!messages.isAttached) return undefined;
  const end = Math.max(0, messages.count - MAX_BACK);
  for (let index = messages.count - 1; index >= end; index--) {
    const message = messages.at(index);
    if (message !== undefined && isEditable(message, nowMs)) return message;
  }
  return undefined;
}
