/** Where found words stand in the texts of one message as it is shown. Pure. */
import type { TextRange } from '@sotto/client';
import { piecesOf, type TextPiece } from '../text/text-piece.ts';

/** Of one message; what is found after that is not marked. */
export const MAX_MARKS = 64;

/** Finds words in a text; places in order. `wordFinder` of the client makes one, which finds what a search finds. */
export type WordFinder = (text: string) => readonly TextRange[];

/** For the texts of a message in their order: splits each where something was found, and has one bound for all of them. */
export function wordMarks(find: WordFinder | undefined): (text: string) => readonly TextPiece[] {
  let left = MAX_MARKS;
  return (text) => {
    const ranges = find === undefined || left === 0 ? [] : find(text).slice(0, left);
    left -= ranges.length;
    return piecesOf(text, ranges);
  };
}
