/** Adding a contact: paste the link, optionally choose a name. */
import { Box } from 'ink';
import type { AddOverlay } from '../app-state.ts';
import { DraftBox } from '../components/draft-box.ts';
import { Panel } from '../components/panel.ts';
import { Paragraph } from '../components/paragraph.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { panelColumns } from '../panel-size.ts';

interface AddOverlayProps {
  readonly overlay: AddOverlay;
  readonly columns: number;
  readonly rows: number;
}

export function AddContactOverlay({ overlay, columns, rows }: AddOverlayProps) {
  const width = panelColumns(columns);
  const { field, link, name, busy, problem } = overlay;
  return h(
    Panel,
    {
      title: 'Add a contact',
      columns,
      rows,
      hints: [
        { key: 'Enter', does: field === 'link' ? 'next' : 'add' },
        { key: 'Tab', does: 'other field' },
        { key: 'Esc', does: 'cancel' },
      ],
    },
    h(
      Box,
      { flexDirection: 'column' },
      h(Text, { bold: field === 'link' }, 'Their link'),
      h(DraftBox, {
        draft: link,
        columns: width,
        maxLines: 5,
        active: field === 'link' && !busy,
        placeholder: 'paste the link they gave you',
      }),
      h(Text, null, ' '),
      h(Text, { bold: field === 'name' }, 'Your name for them'),
      h(DraftBox, {
        draft: name,
        columns: width,
        maxLines: 1,
        active: field === 'name' && !busy,
        placeholder: 'empty: what they call themselves',
      }),
      h(Text, null, ' '),
      busy ? h(Text, { color: 'cyan' }, 'Fetching their keys …') : null,
      problem === undefined ? null : h(Paragraph, { text: problem, columns: width, color: 'red' }),
    ),
  );
}
