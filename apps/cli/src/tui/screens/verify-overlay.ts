/** The safety number of a contact, to compare and to mark. */
import type { ContactView, VerificationView } from '@sotto/client';
import { Box } from 'ink';
import { safetyNumberRows } from '../../safety-number.ts';
import { sanitizeLine } from '../../sanitize.ts';
import { Panel } from '../components/panel.ts';
import { Paragraph } from '../components/paragraph.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { panelColumns } from '../panel-size.ts';

interface VerifyOverlayProps {
  readonly contact: ContactView;
  readonly view: VerificationView;
  readonly columns: number;
  readonly rows: number;
}

const STANDING = {
  unverified: { text: 'You have not compared it yet.', color: 'yellow' },
  verified: { text: '✓ You have compared it.', color: 'green' },
  changed: { text: '! The keys changed since you saw them last. Nothing is sent until you decide.', color: 'red' },
} as const;

export function VerifyOverlay({ contact, view, columns, rows }: VerifyOverlayProps) {
  const width = panelColumns(columns);
  const name = sanitizeLine(contact.name, { maxColumns: 40 });
  const { text, color } = STANDING[contact.verification];
  return h(
    Panel,
    {
      title: `Safety number with ${name}`,
      columns,
      rows,
      hints: [
        ...(contact.verification === 'verified' ? [] : [{ key: 'm', does: 'it is the same' }]),
        ...(contact.verification === 'changed' ? [{ key: 'g', does: 'go on without comparing' }] : []),
        { key: 'Esc', does: 'close' },
      ],
    },
    h(
      Box,
      { flexDirection: 'column', flexShrink: 0, gap: 1 },
      h(
        Box,
        { flexDirection: 'column', flexShrink: 0 },
        safetyNumberRows(view.safetyNumber).map((row) => h(Text, { key: row, bold: true }, `   ${row}`)),
      ),
      h(Paragraph, { text, columns: width, color }),
      h(Paragraph, {
        text: `Read it to each other over a call or side by side. If ${name} sees the same number, nobody is between you. If not, write nothing that matters.`,
        columns: width,
      }),
    ),
  );
}
