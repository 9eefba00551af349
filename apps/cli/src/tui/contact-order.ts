/**
 * Where everybody stands in the list: pinned conversations first, then the others, requests, the archive, blocked accounts;
 * within each the client's own order, the latest on top (specs/11 §7). Pure.
 */
import type { ContactView, ConversationView } from '@sotto/client';

export type Section = 'pinned' | 'chat' | 'request' | 'archive' | 'blocked';

/** By account id; of a contact that was added just now nothing may be known yet. */
export type Conversations = Readonly<Record<string, ConversationView>>;

export interface ContactListContent {
  readonly contacts: readonly ContactView[];
  readonly conversations: Conversations;
  readonly isArchiveOpen: boolean;
}

/** What the list points at when it points at the archive; no account id looks like it. */
export const ARCHIVE = 'archive';

const SECTION_ORDER: Readonly<Record<Section, number>> = { pinned: 0, chat: 1, request: 2, archive: 3, blocked: 4 };

export function sectionOf({ id, status }: ContactView, conversations: Conversations): Section {
  if (status !== 'contact') return status;
  const conversation = conversations[id];
  if (conversation?.isArchived === true) return 'archive';
  return conversation?.isPinned === true ? 'pinned' : 'chat';
}

export function sortContacts(contacts: readonly ContactView[], conversations: Conversations): readonly ContactView[] {
  const sectionOrder = (contact: ContactView) => SECTION_ORDER[sectionOf(contact, conversations)];
  const pinOrder = ({ id }: ContactView) => (conversations[id]?.isPinned === true ? 0 : 1);
  const activity = ({ id, lastActivityMs }: ContactView) => conversations[id]?.lastActivityMs ?? lastActivityMs;
  return contacts.toSorted(
    (a, b) =>
      sectionOrder(a) - sectionOrder(b) ||
      pinOrder(a) - pinOrder(b) ||
      activity(b) - activity(a) ||
      a.name.localeCompare(b.name) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** What the pointer of the list can stand on, from top to bottom: account ids, and the archive. */
export function listStops({ contacts, conversations, isArchiveOpen }: ContactListContent): readonly string[] {
  const stops: string[] = [];
  for (const contact of contacts) {
    const isArchived = sectionOf(contact, conversations) === 'archive';
    if (isArchived && !stops.includes(ARCHIVE)) stops.push(ARCHIVE);
    if (!isArchived || isArchiveOpen) stops.push(contact.id);
  }
  return stops;
}
