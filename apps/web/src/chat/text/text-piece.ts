/** A text in pieces: what was found in it, and what stands between. Pure. */
import type { TextRange } from '@sotto/client';

export interface TextPiece {
  readonly text: string;
  readonly isFound: boolean;
}

/** All of the text, none of the pieces empty. A range that overlaps the one before it, or ends outside, is left out. */
export function piecesOf(text: string, ranges: readonly TextRange[]): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const { start, end } of ranges) {
    if (start < from || end > text.length) continue;
    pieces.push({ text: text.slice(from, start), isFound: false }, { text: text.slice(start, end), isFound: true });
    from = end;
  }
  pieces.push({ text: text.slice(from), isFound: false });
  return pieces.filter((piece) => piece.text !== '');
}
