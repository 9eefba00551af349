/** What of the conversations asks for the person's attention now. Pure. */
import type { MessageView } from '@sotto/client';
import type { ContactEntry } from './contact-list.ts';
import { isUnread, shelfOf } from './conversation-shelf.ts';

/** Whether a notification tells of this message: of theirs, in a conversation that is known and not muted. */
export function isAnnounced({ direction }: Pick<MessageView, 'direction'>, entry: ContactEntry | undefined): boolean {
  return direction === 'in' && entry?.contact.status === 'contact' && !entry.conversation.isMuted;
}

/** Conversations with something to look at, without those that were muted or put away. */
export function attentionCount(entries: readonly ContactEntry[]): number {
  return entries.filter(
    (entry) => shelfOf(entry) === 'main' && isUnread(entry.conversation) && !entry.conversation.isMuted,
  ).length;
}
