/** The part of a message around what was found in it, in one line, fit to be shown. Pure. */
import type { TextRange } from '@sotto/client';
import { cutText, shownText } from '../text/shown-text.ts';

export interface ExcerptPiece {
  readonly text: string;
  readonly isFound: boolean;
}

/** So much stands before the first place, in UTF-16 units. */
const BEFORE = 28;
const MAX_LENGTH = 160;
const MAX_PIECES = 32;

export function excerptOf(text: string, ranges: readonly TextRange[]): readonly ExcerptPiece[] {
  const start = startOf(text, ranges[0]?.start ?? 0);
  const end = start + cutText(text.slice(start), MAX_LENGTH).length;
  const pieces: ExcerptPiece[] = [];
  let from = start;
  for (const range of ranges.slice(0, MAX_PIECES)) {
    if (range.start < from || range.end > end) continue;
    pieces.push({ text: text.slice(from, range.start), isFound: false });
    pieces.push({ text: text.slice(range.start, range.end), isFound: true });
    from = range.end;
  }
  pieces.push({ text: text.slice(from, end), isFound: false });
  const shown = pieces.map((piece) => ({ ...piece, text: shownText(piece.text).replace(/\s+/g, ' ') }));
  const whole = [
    { text: start > 0 ? '…' : '', isFound: false },
    ...shown,
    { text: end < text.length ? '…' : '', isFound: false },
  ];
  return whole.filter(({ text: piece }) => piece !== '');
}

/** The beginning of a word at most `BEFORE` before the first place, or the place itself. */
function startOf(text: string, first: number): number {
  if (first <= BEFORE) return 0;
  const space = text.slice(first - BEFORE, first).search(/\s/);
  return space < 0 ? first : first - BEFORE + space + 1;
}
