/** My contact link, as text to copy and as a QR to scan. */
import { Box, Text } from 'ink';
import { Panel } from '../components/panel.ts';
import { QrCode } from '../components/qr-code.ts';
import { h } from '../h.ts';
import { PANEL_FRAME_ROWS, panelColumns } from '../panel-size.ts';
import { wrapColumns } from '../wrap.ts';

interface LinkOverlayProps {
  readonly link: string;
  readonly columns: number;
  readonly rows: number;
  readonly colour: boolean;
}

export function LinkOverlay({ link, columns, rows, colour }: LinkOverlayProps) {
  return h(
    Panel,
    { title: 'My link', columns, rows, hints: [{ key: 'Esc', does: 'close' }] },
    h(LinkAndQr, { link, columns: panelColumns(columns), rows: rows - PANEL_FRAME_ROWS, colour }),
  );
}

const INTRODUCTION = 'Give this to people who want to write to you. It holds nothing secret.';

/** The link above, the QR in what is left of `rows`. */
export function LinkAndQr({ link, columns, rows, colour }: LinkOverlayProps) {
  const lines = wrapColumns(link, columns);
  const introduction = wrapColumns(INTRODUCTION, columns);
  const left = rows - lines.length - introduction.length - 2;
  return h(
    Box,
    { flexDirection: 'column' },
    introduction.map((line) => h(Text, { key: line }, line)),
    h(Text, null, ' '),
    lines.map((line, i) => h(Text, { key: `${i}-${line}`, color: 'cyan' }, line)),
    h(Text, null, ' '),
    h(QrCode, { text: link, columns, rows: left, colour }),
  );
}
