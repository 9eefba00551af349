/** The left pane: all conversations, scrolled so that the cursor is visible. */
import { Box } from 'ink';
import type { AppState } from '../app-state.ts';
import { contactListRows } from '../contact-list-rows.ts';
import type { ContactListContent } from '../contact-order.ts';
import { h } from '../h.ts';
import { viewportOf } from '../viewport.ts';
import { RowLine } from './row-line.ts';

interface ContactListProps {
  readonly content: ContactListContent;
  readonly cursor: string | undefined;
  readonly open: string | undefined;
  readonly focus: AppState['focus'];
  readonly columns: number;
  readonly rows: number;
}

export function ContactList({ content, cursor, open, focus, columns, rows: height }: ContactListProps) {
  const { contacts, conversations, isArchiveOpen } = content;
  const rows = contactListRows({
    contacts,
    conversations,
    isArchiveOpen,
    cursor,
    open,
    focused: focus === 'list',
    columns,
  });
  const cursorIndex = rows.findIndex(({ key }) => key === cursor);
  // One row below the cursor stays visible, so that one sees that the list goes on.
  const anchor = rows[Math.min(rows.length - 1, Math.max(height - 1, cursorIndex + 1))]?.key;
  const { visible } = viewportOf(rows, height, anchor);
  return h(
    Box,
    { flexDirection: 'column', width: columns, height, flexShrink: 0 },
    visible.map((row) => h(RowLine, { key: row.key, row })),
  );
}
