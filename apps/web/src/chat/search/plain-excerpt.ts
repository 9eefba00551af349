/** The part of a message around what was found in it, without the marks of Markdown. Pure. */
import type { TextRange } from '@sotto/client';
import { plainPart } from '../markdown/plain-line.ts';
import type { WordFinder } from '../markdown/word-marks.ts';
import { cutText } from '../text/shown-text.ts';
import type { TextPiece } from '../text/text-piece.ts';
import { excerptOf } from './excerpt.ts';

/** So much before the first place and after it is read as Markdown, in UTF-16 units: an excerpt has no room for more. */
const REACH = 400;

/**
 * `ranges`: of `text` as it was written. `find`: finds the same words in the plain text. What was found only where plain
 * words do not show it, as in the address of a link, is shown as it was written.
 */
export function plainExcerpt(text: string, ranges: readonly TextRange[], find: WordFinder): readonly TextPiece[] {
  const first = ranges[0]?.start ?? 0;
  const from = beginning(text, first);
  const part = cutText(text.slice(from), first - from + REACH);
  const plain = plainPart(part);
  const found = find(plain);
  if (found.length === 0) return excerptOf(text, ranges);
  return excerptOf(plain, found, { before: from > 0, after: from + part.length < text.length });
}

/** The line of the first place, if it begins within reach, else a word of it. */
function beginning(text: string, first: number): number {
  if (first <= REACH) return 0;
  const before = text.slice(first - REACH, first);
  const line = before.lastIndexOf('\n');
  const gap = line < 0 ? before.search(/\s/) : line;
  return gap < 0 ? first : first - REACH + gap + 1;
}
