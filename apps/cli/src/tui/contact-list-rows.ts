/** The contact list as rows: pointer, presence, name, marks, unread count. Pure. */
import type { ContactView } from '@sotto/client';
import { sanitizeLine } from '../sanitize.ts';
import { badgeOf } from './badge.ts';
import type { Row, Span } from './row.ts';
import { padColumns, widthOf } from './wrap.ts';

export interface ContactListInput {
  readonly contacts: readonly ContactView[];
  readonly cursor: string | undefined;
  readonly open: string | undefined;
  readonly focused: boolean;
  readonly columns: number;
}

const HEADINGS = { contact: 'CHATS', request: 'REQUESTS', blocked: 'BLOCKED' } as const;

export function contactListRows(input: ContactListInput): readonly Row[] {
  const rows: Row[] = [];
  let section: ContactView['status'] | undefined;
  for (const contact of input.contacts) {
    if (contact.status !== section) {
      if (section !== undefined) rows.push({ key: `before-${contact.status}`, spans: [{ text: ' ' }] });
      rows.push({
        key: `heading-${contact.status}`,
        spans: [{ text: ` ${HEADINGS[contact.status]}`, dim: true, bold: true }],
      });
    }
    section = contact.status;
    rows.push(contactRow(contact, input));
  }
  return rows;
}

function contactRow(contact: ContactView, { cursor, open, focused, columns }: ContactListInput): Row {
  const pointed = contact.id === cursor;
  const pointer: Span = { text: pointed ? (focused ? '▶' : '▌') : ' ', color: 'cyan' };
  const marks = marksOf(contact);
  const unread = contact.unread > 0 ? ` ${Math.min(contact.unread, 999)} ` : ' ';
  const used = 3 + widthOf(unread) + marks.reduce((sum, { text }) => sum + widthOf(text), 0);
  const nameColumns = Math.max(4, columns - used);
  const name = sanitizeLine(contact.name, { maxColumns: nameColumns });
  const nameSpan: Span = {
    text: name,
    bold: contact.id === open || contact.unread > 0,
    dim: contact.status === 'blocked',
    ...(contact.status === 'contact' ? { color: badgeOf(contact.id).colour } : {}),
  };
  const fill = padColumns('', nameColumns - widthOf(name));
  return {
    key: contact.id,
    spans: [
      pointer,
      presenceOf(contact),
      nameSpan,
      ...marks,
      { text: fill },
      { text: unread, color: 'cyan', bold: true },
    ],
  };
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
