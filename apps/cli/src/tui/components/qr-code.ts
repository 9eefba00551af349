/** A QR code, or what to do when the window is too small for it. */
import { Box } from 'ink';
import { useContext } from 'react';
import { qrColumns, renderQr } from '../../qr.ts';
import { h } from '../h.ts';
import { ColourContext, Text } from './text.ts';

interface QrCodeProps {
  readonly link: string;
  readonly columns: number;
  readonly rows: number;
}

export function QrCode({ link, columns, rows }: QrCodeProps) {
  const colour = useContext(ColourContext);
  const size = qrColumns(link);
  const height = Math.ceil(size / 2);
  if (size > columns || height > rows) {
    return h(
      Text,
      { dimColor: true },
      `The QR code needs a window that is ${largerBy(size - columns, height - rows)}.`,
    );
  }
  // The lines carry their own colours: scanners need dark on light whatever the theme is.
  return h(
    Box,
    { flexDirection: 'column' },
    renderQr(link, { colour }).map((line, i) => h(Text, { key: `${i}-${line.length}` }, line)),
  );
}

/** One of them is above 0. */
function largerBy(columns: number, rows: number): string {
  const wider = columns > 0 ? [`wider by ${columns}`] : [];
  const higher = rows > 0 ? [`higher by ${rows}`] : [];
  return [...wider, ...higher].join(' and ');
}
