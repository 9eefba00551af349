/**
 * My contact link: as text to copy and as a QR to scan. Without a frame, so that selecting the link with the mouse
 * selects nothing else.
 */
import { Box } from 'ink';
import { Footer, type KeyHint } from '../components/footer.ts';
import { QrCode } from '../components/qr-code.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { wrapColumns } from '../wrap.ts';

interface LinkPageProps {
  readonly title: string;
  readonly link: string;
  readonly columns: number;
  readonly rows: number;
  readonly hints: readonly KeyHint[];
}

const INTRODUCTION = 'Give this to people who want to write to you. It holds nothing secret.';
/** Title, footer and three empty rows. */
const FIXED_ROWS = 5;

export function LinkPage({ title, link, columns, rows, hints }: LinkPageProps) {
  const lines = wrapColumns(link, columns);
  const introduction = wrapColumns(INTRODUCTION, columns - 1);
  const left = rows - lines.length - introduction.length - FIXED_ROWS;
  return h(
    Box,
    { flexDirection: 'column', width: columns, height: rows },
    h(
      Box,
      { flexDirection: 'column', flexGrow: 1, overflow: 'hidden' },
      h(Text, { bold: true, color: 'cyan' }, ` ${title}`),
      h(Text, null, ' '),
      introduction.map((line) => h(Text, { key: line }, ` ${line}`)),
      h(Text, null, ' '),
      lines.map((line, i) => h(Text, { key: `${i}-${line}`, color: 'cyan', wrap: 'truncate-end' }, line)),
      h(Text, null, ' '),
      h(Box, { paddingLeft: 1 }, h(QrCode, { link, columns: columns - 1, rows: left })),
    ),
    h(Footer, { flash: undefined, hints, columns }),
  );
}
