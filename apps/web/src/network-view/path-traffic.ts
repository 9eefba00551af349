/**
 * Which paths messages took in this moment, from events of the client and nothing else: what is not told is not shown.
 */
import type { MessageView } from '@sotto/client';

export interface Pulse {
  /** Tells one pulse from the next. */
  readonly id: number;
  readonly contact: string;
  readonly direction: 'in' | 'out';
  /** Through mailboxes, or straight to a device. */
  readonly way: 'direct' | 'mailboxes';
}

/** A message of ours goes straight when its receiver is connected; what a mailbox has signed for went through mailboxes. */
export function pathOf(
  message: MessageView,
  kind: 'message' | 'message-state',
  isOnline: boolean,
): Omit<Pulse, 'id'> | undefined {
  const { contact, direction, state, custody } = message;
  if (kind === 'message') {
    return direction === 'in' ? { contact, direction, way: isOnline ? 'direct' : 'mailboxes' } : undefined;
  }
  if (direction !== 'out') return undefined;
  if (state === 'custody') return { contact, direction, way: 'mailboxes' };
  return state === 'delivered' && custody.held === 0 ? { contact, direction, way: 'direct' } : undefined;
}
