/** A titled box over the whole screen: overlays and the screens before the main one. */
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { h } from '../h.ts';
import { PANEL_MAX_COLUMNS } from '../panel-size.ts';
import { Footer, type KeyHint } from './footer.ts';

interface PanelProps {
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  readonly hints: readonly KeyHint[];
  readonly children?: ReactNode;
}

export function Panel({ title, columns, rows, hints, children }: PanelProps) {
  return h(
    Box,
    { width: columns, height: rows, flexDirection: 'column', alignItems: 'center' },
    h(
      Box,
      {
        flexDirection: 'column',
        flexGrow: 1,
        width: Math.min(PANEL_MAX_COLUMNS, columns),
        borderStyle: 'round',
        borderColor: 'cyan',
        paddingX: 2,
        overflow: 'hidden',
      },
      h(Text, { bold: true, color: 'cyan' }, title),
      h(Text, null, ' '),
      children,
    ),
    h(
      Box,
      { width: Math.min(PANEL_MAX_COLUMNS, columns), height: 1, flexShrink: 0 },
      h(Footer, { flash: undefined, hints }),
    ),
  );
}
