/** The list of conversations as rows: pointer, presence, name, marks, unread count; the archive is one row until it is opened. Pure. */
import type { ContactView } from '@sotto/client';
import { sanitizeLine } from '../sanitize.ts';
import { badgeOf } from './badge.ts';
import { ARCHIVE, type ContactListContent, type Section, sectionOf } from './contact-order.ts';
import type { Row, Span } from './row.ts';
import { padColumns, widthOf } from './wrap.ts';

export interface ContactListInput extends ContactListContent {
  readonly cursor: string | undefined;
  readonly open: string | undefined;
  readonly focused: boolean;
  readonly columns: number;
}

const HEADINGS = {
  pinned: 'PINNED',
  chat: 'CHATS',
  request: 'REQUESTS',
  archive: 'ARCHIVE',
  blocked: 'BLOCKED',
} as const;
const MAX_COUNT = 999;

export function contactListRows(input: ContactListInput): readonly Row[] {
  const { contacts, conversations, isArchiveOpen } = input;
  const rows: Row[] = [];
  let before: Section | undefined;
  for (const contact of contacts) {
    const section = sectionOf(contact, conversations);
    if (section !== before) {
      if (before !== undefined) rows.push({ key: `before-${section}`, spans: [{ text: ' ' }] });
      rows.push(section === 'archive' ? archiveRow(input) : headingRow(section));
    }
    before = section;
    if (section !== 'archive' || isArchiveOpen) rows.push(contactRow(contact, section, input));
  }
  return rows;
}

function headingRow(section: Section): Row {
  return { key: `heading-${section}`, spans: [{ text: ` ${HEADINGS[section]}`, dim: true, bold: true }] };
}

/** Says how many conversations it holds, and nothing that calls for attention. */
function archiveRow({ contacts, conversations, isArchiveOpen, cursor, focused }: ContactListInput): Row {
  const held = contacts.filter((contact) => sectionOf(contact, conversations) === 'archive').length;
  return {
    key: ARCHIVE,
    spans: [
      pointerOf(cursor === ARCHIVE, focused),
      { text: `${isArchiveOpen ? '▾' : '▸'} ${HEADINGS.archive}`, dim: true, bold: true },
      { text: ` ${Math.min(held, MAX_COUNT)}`, dim: true },
    ],
  };
}

function contactRow(contact: ContactView, section: Section, input: ContactListInput): Row {
  const { cursor, open, focused, columns, conversations } = input;
  const { isMuted = false, isPinned = false } = conversations[contact.id] ?? {};
  const isQuiet = isMuted || section === 'archive';
  const marks = [
    ...marksOf(contact),
    // Elsewhere the heading says it.
    ...(isPinned && section === 'archive' ? [{ text: ' ▴', dim: true }] : []),
    ...(isMuted ? [{ text: ' ~', dim: true }] : []),
  ];
  const unread = unreadText(contact, input);
  const used = 3 + widthOf(unread) + marks.reduce((sum, { text }) => sum + widthOf(text), 0);
  const nameColumns = Math.max(4, columns - used);
  const name = sanitizeLine(contact.name, { maxColumns: nameColumns });
  const nameSpan: Span = {
    text: name,
    bold: contact.id === open || (unread.trim() !== '' && !isQuiet),
    dim: section === 'blocked' || section === 'archive',
    ...(contact.status === 'contact' ? { color: badgeOf(contact.id).colour } : {}),
  };
  const fill = padColumns('', nameColumns - widthOf(name));
  return {
    key: contact.id,
    spans: [
      pointerOf(contact.id === cursor, focused),
      presenceOf(contact),
      nameSpan,
      ...marks,
      { text: fill },
      isQuiet ? { text: unread, dim: true } : { text: unread, color: 'cyan', bold: true },
    ],
  };
}

function pointerOf(isPointed: boolean, focused: boolean): Span {
  return { text: isPointed ? (focused ? '▶' : '▌') : ' ', color: 'cyan' };
}

function unreadText({ id, unread }: ContactView, { conversations }: ContactListInput): string {
  if (unread > 0) return ` ${Math.min(unread, MAX_COUNT)} `;
  return conversations[id]?.isMarkedUnread === true ? ' • ' : ' ';
}

function presenceOf(contact: ContactView): Span {
  if (contact.status === 'request') return { text: '? ', color: 'yellow' };
  if (contact.status === 'blocked') return { text: '× ', dim: true };
  return contact.online ? { text: '● ', color: 'green' } : { text: '○ ', dim: true };
}

function marksOf(contact: ContactView): readonly Span[] {
  if (contact.verification === 'verified') return [{ text: ' ✓', color: 'green' }];
  if (contact.verification === 'changed') return [{ text: ' !', color: 'red', bold: true }];
  return [];
}
