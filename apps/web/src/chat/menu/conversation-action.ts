/** What a person can do with a conversation as a whole, in the order in which it is offered. Pure. */
import type { ContactEntry } from '../../state/conversations/contact-list.ts';
import { isUnread } from '../../state/conversations/conversation-shelf.ts';

export type ConversationAction =
  | 'pin'
  | 'unpin'
  | 'mute'
  | 'unmute'
  | 'archive'
  | 'unarchive'
  | 'mark-unread'
  | 'search'
  | 'date'
  | 'timer'
  | 'export'
  | 'details'
  | 'block';

/** Groups of what belongs together; a group may be empty. */
export function actionsOf({ contact, conversation }: ContactEntry): readonly (readonly ConversationAction[])[] {
  const hasMessages = conversation.last !== undefined;
  const read: ConversationAction[] = hasMessages ? ['search', 'date', 'export'] : [];
  if (contact.status === 'request') return [read, ['details', 'block']];
  if (contact.status === 'blocked') return [read, ['details']];
  const canSend = contact.verification !== 'changed';
  const canBeMarked = hasMessages && !isUnread(conversation);
  return [
    [
      conversation.isPinned ? 'unpin' : 'pin',
      conversation.isMuted ? 'unmute' : 'mute',
      conversation.isArchived ? 'unarchive' : 'archive',
      ...(canBeMarked ? (['mark-unread'] as const) : []),
    ],
    read,
    [...(canSend ? (['timer'] as const) : []), 'details', 'block'],
  ];
}
