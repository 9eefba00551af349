import type { ContactView } from '@sotto/client';
import { describe, expect, it } from 'vitest';
import { FakeClient } from '../testing/fake-client.ts';
import { badgeOf } from './badge.ts';
import { contactListRows } from './contact-list-rows.ts';
import { type Conversations, sortContacts } from './contact-order.ts';
import { widthOf } from './wrap.ts';

interface Shown {
  readonly cursor?: string;
  readonly conversations?: Conversations;
  readonly isArchiveOpen?: boolean;
}

function rowsOf(contacts: readonly ContactView[], { cursor, conversations = {}, isArchiveOpen = false }: Shown) {
  const content = { contacts: sortContacts(contacts, conversations), conversations, isArchiveOpen };
  return contactListRows({ ...content, cursor, open: undefined, focused: true, columns: 24 });
}

function lines(client: FakeClient, contacts: readonly ContactView[], shown: Shown = {}): string[] {
  expect(client.closed).toBe(false);
  return rowsOf(contacts, shown).map(({ spans }) => spans.map(({ text }) => text).join(''));
}

describe('the contact list', () => {
  it('keeps requests and blocked accounts apart and puts the latest on top', () => {
    const client = new FakeClient();
    const contacts = [
      client.know('Spam', { status: 'blocked' }),
      client.know('Mallory', { status: 'request' }),
      client.know('Linus', { lastActivityMs: 1, unread: 2 }),
      client.know('Grace', { lastActivityMs: 2, online: true, verification: 'verified' }),
      client.know('Radia', { verification: 'changed' }),
    ];
    expect(lines(client, contacts, { cursor: 'sotto1grace' })).toEqual([
      ' CHATS',
      '▶● Grace ✓              ',
      ' ○ Linus              2 ',
      ' ○ Radia !              ',
      ' ',
      ' REQUESTS',
      ' ? Mallory              ',
      ' ',
      ' BLOCKED',
      ' × Spam                 ',
    ]);
  });

  it('puts pinned conversations first and the archive behind one line, and keeps muted ones quiet', async () => {
    const client = new FakeClient();
    const contacts = [
      client.know('Ada', { lastActivityMs: 9 }),
      client.know('Grace', { lastActivityMs: 1 }),
      client.know('Linus', { lastActivityMs: 5, unread: 3 }),
      client.know('Radia', { lastActivityMs: 7, unread: 2, verification: 'verified' }),
      client.know('Barbara', { lastActivityMs: 8 }),
      client.know('Mallory', { status: 'request' }),
    ];
    await client.pin('Grace', true);
    await client.markUnread('Ada');
    await client.mute('Linus', client.nowMs + 1);
    await client.archive('Radia', true);
    await client.archive('Barbara', true);
    await client.pin('Radia', true);
    const all = await client.conversations();
    const conversations = Object.fromEntries(all.map((one) => [one.contact, one]));
    const list = [
      ' PINNED',
      ' ○ Grace                ',
      ' ',
      ' CHATS',
      ' ○ Ada                • ',
      ' ○ Linus ~            3 ',
      ' ',
      ' REQUESTS',
      ' ? Mallory              ',
      ' ',
    ];
    expect(lines(client, contacts, { conversations })).toEqual([...list, ' ▸ ARCHIVE 2']);
    expect(lines(client, contacts, { conversations, isArchiveOpen: true, cursor: 'archive' })).toEqual([
      ...list,
      '▶▾ ARCHIVE 2',
      ' ○ Radia ✓ ▴          2 ',
      ' ○ Barbara              ',
    ]);
    const rows = rowsOf(contacts, { conversations, isArchiveOpen: true });
    const counts = rows.flatMap(({ key, spans }) => (/linus|radia$/.test(key) ? [spans.at(-1)] : []));
    expect(counts).toEqual([
      { text: ' 3 ', dim: true },
      { text: ' 2 ', dim: true },
    ]);
  });

  it('G2: cuts long and wide names to the room there is', () => {
    const client = new FakeClient();
    const contacts = ['山田太郎'.repeat(10), `evil\u202e${'x'.repeat(100)}`, ''].map((name, i) =>
      client.know(name, { id: `id${i}`, unread: 100_000, verification: 'verified' }),
    );
    for (const line of lines(client, contacts)) expect(widthOf(line)).toBeLessThanOrEqual(24);
  });

  it('C10: tells two contacts of the same name apart by what comes from their ids', () => {
    const a = badgeOf('sotto1qqqqqqqqqqqqqqqqqqqqa7k2mn');
    const b = badgeOf('sotto1qqqqqqqqqqqqqqqqqqqqx9p4rt');
    expect(a.tail).not.toBe(b.tail);
    expect(badgeOf('sotto1qqqqqqqqqqqqqqqqqqqqa7k2mn')).toEqual(a);
  });
});
