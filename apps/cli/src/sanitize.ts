/**
 * The one door between text of other people and a terminal (attack G2).
 *
 * Owns: which characters may reach a terminal. Every name, message, file name and error text that another person may
 * have chosen goes through here before it is printed. Must not know: where the text came from or how it is laid out.
 *
 * Control characters (C0 but newline, DEL, C1, lone surrogates, noncharacters) become U+FFFD, so that nobody is deceived
 * about their presence; invisible ones (bidirectional controls, zero-width characters, tags, blank fillers) are removed.
 * Joiners stay where writing needs them: inside emoji sequences and between letters of scripts that join. Combining
 * marks are bounded per letter.
 */
import stringWidth from 'string-width';

/** Combining marks kept on one letter: more than any living script stacks, less than what floods a screen. */
export const MAX_MARKS_PER_LETTER = 6;

const LINE_BREAK = /\r\n|[\r\u0085\u2028\u2029]/g;
const VISIBLE_FAULT = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
/**
 * Default-ignorable characters draw nothing, whatever their category: bidirectional controls, zero-width spaces, tags,
 * Hangul fillers. U+2800 is a blank that is often used for empty names; annotation controls are not default-ignorable.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;
const MARK = /\p{M}/u;
const EMOJI_PRESENTATION = /[\ufe0e\ufe0f]/;
const EMOJI_BEFORE_JOINER = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f/u;
const EMOJI_AFTER_JOINER = /\p{Extended_Pictographic}/u;
const EMOJI_BASE = /[\p{Emoji}]/u;
const JOINING_LETTER =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const JOINERS = new Set(['\u200c', '\u200d']);

function joinerBelongs(joiner: string, before: string, after: string): boolean {
  if (joiner === '\u200d' && EMOJI_BEFORE_JOINER.test(before) && EMOJI_AFTER_JOINER.test(after)) return true;
  return JOINING_LETTER.test(before) && JOINING_LETTER.test(after) && !MARK.test(after);
}

/**
 * Makes `text` safe to print: of control characters only newlines are left, tabs are four spaces, nothing invisible or
 * direction-changing remains. Applying it twice changes nothing. Linear in the length of `text`.
 */
export function sanitizeForTerminal(text: string): string {
  let output = '';
  let previous = '';
  // At the start of a line a mark would sit on what the program itself prints before the text.
  let marks = MAX_MARKS_PER_LETTER;
  let pendingJoiner = '';
  for (const character of text.replace(LINE_BREAK, '\n')) {
    if (JOINERS.has(character)) {
      // Two joiners in a row are never writing.
      pendingJoiner = pendingJoiner === '' ? character : 'refused';
      continue;
    }
    const kept = keep(character, previous, marks);
    if (kept === '') continue;
    if (MARK.test(kept)) marks += 1;
    else {
      if (pendingJoiner.length === 1 && joinerBelongs(pendingJoiner, previous, kept)) output += pendingJoiner;
      marks = kept === '\n' ? MAX_MARKS_PER_LETTER : 0;
    }
    pendingJoiner = '';
    output += kept;
    previous = kept;
  }
  return output;
}

function keep(character: string, previous: string, marks: number): string {
  if (character === '\n') return '\n';
  if (character === '\t') return '    ';
  if (VISIBLE_FAULT.test(character)) return '\ufffd';
  if (EMOJI_PRESENTATION.test(character)) return EMOJI_BASE.test(previous) ? character : '';
  if (INVISIBLE.test(character)) return '';
  if (MARK.test(character) && marks >= MAX_MARKS_PER_LETTER) return '';
  return character;
}

export interface LineOptions {
  /** Cells of the terminal that the result may take; longer text ends in `…`. Default: 80. */
  readonly maxColumns?: number;
  /** What stands there when nothing printable is left. Default: `(no name)`. */
  readonly empty?: string;
}

/** The single-line form for names and the like: runs of white space are one space, the width is bounded. */
export function sanitizeLine(text: string, options: LineOptions = {}): string {
  const { maxColumns = 80, empty = '(no name)' } = options;
  const line = sanitizeForTerminal(text).replace(/\s+/gu, ' ').trim();
  if (line === '') return empty;
  return truncateColumns(line, maxColumns);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts one line to at most `maxColumns` cells, between graphemes; a cut line ends in `…`. */
export function truncateColumns(line: string, maxColumns: number): string {
  if (stringWidth(line) <= maxColumns) return line;
  let kept = '';
  let columns = 0;
  for (const { segment } of graphemes.segment(line)) {
    const width = stringWidth(segment);
    if (columns + width > maxColumns - 1) break;
    kept += segment;
    columns += width;
  }
  return maxColumns < 1 ? '' : `${kept}…`;
}
