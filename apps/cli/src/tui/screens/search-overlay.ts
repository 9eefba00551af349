/** Searching all conversations: what is typed above, what was found below, newest first. */
import type { ContactView, SearchHitView } from '@sotto/client';
import { Box } from 'ink';
import { formatDay } from '../../day.ts';
import { sanitizeLine } from '../../sanitize.ts';
import type { SearchOverlay } from '../app-state.ts';
import { DraftBox } from '../components/draft-box.ts';
import { Panel } from '../components/panel.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { PANEL_FRAME_ROWS, panelColumns } from '../panel-size.ts';

interface SearchScreenProps {
  readonly overlay: SearchOverlay;
  readonly contacts: readonly ContactView[];
  readonly columns: number;
  readonly rows: number;
  readonly nowMs: number;
}

/** Rows of the panel beside hits: the input and the line below it. */
const FIXED_ROWS = 2;
const NAME_COLUMNS = 16;

export function SearchScreen({ overlay, contacts, columns, rows, nowMs }: SearchScreenProps) {
  const { draft, hits, cursor, searched } = overlay;
  const width = panelColumns(columns);
  const room = Math.max(1, rows - PANEL_FRAME_ROWS - FIXED_ROWS);
  const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), hits.length - room));
  const lines = hits.slice(first, first + room).map((hit, i) => {
    const isPointed = first + i === cursor;
    const text = `${isPointed ? '▸ ' : '  '}${hitText(hit, contacts, { width: width - 2, nowMs })}`;
    return h(Text, { key: hit.message.id, bold: isPointed, wrap: 'truncate-end' }, text);
  });
  const nothing = searched !== '' && hits.length === 0 ? h(Text, { dimColor: true }, 'Nothing found.') : null;
  return h(
    Panel,
    {
      title: 'Search',
      columns,
      rows,
      hints: [
        { key: '↑↓', does: 'choose' },
        { key: 'Enter', does: 'open' },
        { key: 'Esc', does: 'close' },
      ],
    },
    h(DraftBox, { draft, columns: width, maxLines: 1, active: true, placeholder: 'words, in any order' }),
    h(Text, null, ' '),
    h(Box, { flexDirection: 'column' }, nothing, lines),
  );
}

function hitText(
  { message }: SearchHitView,
  contacts: readonly ContactView[],
  { width, nowMs }: { readonly width: number; readonly nowMs: number },
): string {
  const contact = contacts.find(({ id }) => id === message.contact);
  const name = sanitizeLine(contact?.name ?? '', { maxColumns: NAME_COLUMNS });
  const who = message.direction === 'out' ? `you → ${name}` : name;
  return sanitizeLine(`${formatDay(message.sentAtMs, nowMs)}  ${who}: ${message.text}`, { maxColumns: width });
}
