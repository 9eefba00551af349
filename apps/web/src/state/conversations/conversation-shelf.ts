/** Where a conversation stands in the list: among the others, in the archive, or among those who only asked. Pure. */
import type { ContactEntry } from './contact-list.ts';

export const SHELVES = ['main', 'archive', 'requests'] as const;
export type Shelf = (typeof SHELVES)[number];

/** `undefined`: blocked people stand among the contacts only. */
export function shelfOf({ contact, conversation }: ContactEntry): Shelf | undefined {
  if (contact.status === 'blocked') return undefined;
  if (contact.status === 'request') return 'requests';
  return conversation.isArchived ? 'archive' : 'main';
}

/** The person has something to look at there. */
export function isUnread({ unread, isMarkedUnread }: ContactEntry['conversation']): boolean {
  return unread > 0 || isMarkedUnread;
}
