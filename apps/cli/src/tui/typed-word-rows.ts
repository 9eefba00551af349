/** Recovery words as they are typed, numbered downwards like a list on paper, each with whether it is one. Pure. */
import { sanitizeLine } from '../sanitize.ts';
import type { TypedWord } from './return-steps.ts';
import type { Row, Span } from './row.ts';
import { padColumns } from './wrap.ts';

/** As many places as an account has words; more are not shown. */
const PLACES = 12;
/** The longest word and its mark. */
const WORD_COLUMNS = 9;
const NUMBER_COLUMNS = 4;
const MAX_ACROSS = 4;
const MARKS = { known: '✓', unknown: '×', typing: '…' } as const;
const COLOURS = { known: 'green', unknown: 'red', typing: 'white' } as const;

export function typedWordRows(words: readonly TypedWord[], columns: number): readonly Row[] {
  const fitting = Math.floor((columns + 1) / (NUMBER_COLUMNS + WORD_COLUMNS + 1));
  const across = Math.max(1, Math.min(MAX_ACROSS, fitting));
  const height = Math.ceil(PLACES / across);
  return Array.from({ length: height }, (_, row) => ({
    key: `words-${row}`,
    spans: Array.from({ length: across }, (_unused, column) => column * height + row)
      .filter((place) => place < PLACES)
      .flatMap((place, column) => placeSpans(place, column > 0, words[place])),
  }));
}

function placeSpans(place: number, isSpaced: boolean, typed: TypedWord | undefined): readonly Span[] {
  const number: Span = { text: `${isSpaced ? ' ' : ''}${String(place + 1).padStart(2)}. `, dim: true };
  if (typed === undefined) return [number, { text: padColumns('', WORD_COLUMNS) }];
  const word = sanitizeLine(typed.word, { maxColumns: WORD_COLUMNS - 1 });
  return [number, { text: padColumns(`${word}${MARKS[typed.is]}`, WORD_COLUMNS), color: COLOURS[typed.is] }];
}
