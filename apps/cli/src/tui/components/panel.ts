/** A titled box over the whole screen: overlays and the screens before the main one. */
import { Box } from 'ink';
import { type ReactNode, useContext } from 'react';
import { h } from '../h.ts';
import { PANEL_MAX_COLUMNS } from '../panel-size.ts';
import { Footer, type KeyHint } from './footer.ts';
import { ColourContext, Text } from './text.ts';

interface PanelProps {
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  readonly hints: readonly KeyHint[];
  /** A card of the size of what it holds, in the middle of the window. Default: the panel fills the window. */
  readonly card?: boolean;
  readonly children?: ReactNode;
}

export function Panel({ title, columns, rows, hints, card = false, children }: PanelProps) {
  const colour = useContext(ColourContext);
  const width = Math.min(PANEL_MAX_COLUMNS, columns);
  return h(
    Box,
    { width: columns, height: rows, flexDirection: 'column', alignItems: 'center', justifyContent: 'center' },
    h(
      Box,
      {
        flexDirection: 'column',
        flexGrow: card ? 0 : 1,
        width,
        borderStyle: 'round',
        ...(colour ? { borderColor: 'cyan' } : {}),
        paddingX: 2,
        overflow: 'hidden',
      },
      // What does not fit is cut at the end; squeezed, it would lose lines in the middle.
      h(
        Box,
        { flexDirection: 'column', flexShrink: 0 },
        h(Text, { bold: true, color: 'cyan', wrap: 'truncate-end' }, title),
        h(Text, null, ' '),
        children,
      ),
    ),
    h(Box, { width, height: 1, flexShrink: 0 }, h(Footer, { flash: undefined, hints, columns: width })),
  );
}
