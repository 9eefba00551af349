/** The part of a text around what was found in it, in one line, fit to be shown. Pure. */
import type { TextRange } from '@sotto/client';
import { cutText, shownText } from '../text/shown-text.ts';
import { piecesOf, type TextPiece } from '../text/text-piece.ts';

/** So much stands before the first place, in UTF-16 units. */
const BEFORE = 28;
const MAX_LENGTH = 160;
const MAX_FOUND = 32;

/** Whether something stood before a text and after it that is not there any more. */
export interface CutOff {
  readonly before: boolean;
  readonly after: boolean;
}

const WHOLE: CutOff = { before: false, after: false };

export function excerptOf(text: string, ranges: readonly TextRange[], cutOff: CutOff = WHOLE): readonly TextPiece[] {
  const start = startOf(text, ranges[0]?.start ?? 0);
  const part = cutText(text.slice(start), MAX_LENGTH);
  const within = ranges.slice(0, MAX_FOUND).map((range) => ({ start: range.start - start, end: range.end - start }));
  const pieces = piecesOf(part, within);
  const whole = [
    { text: start > 0 || cutOff.before ? '…' : '', isFound: false },
    ...pieces.map((piece) => ({ ...piece, text: shownText(piece.text).replace(/\s+/g, ' ') })),
    { text: start + part.length < text.length || cutOff.after ? '…' : '', isFound: false },
  ];
  return whole.filter((piece) => piece.text !== '');
}

/** The beginning of a word at most `BEFORE` before the first place, or the place itself. */
function startOf(text: string, first: number): number {
  if (first <= BEFORE) return 0;
  const space = text.slice(first - BEFORE, first).search(/\s/);
  return space < 0 ? first : first - BEFORE + space + 1;
}
