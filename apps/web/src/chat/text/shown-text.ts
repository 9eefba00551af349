/**
 * Text of other people, made fit to be shown: what could move, hide or reorder what stands around it is taken out.
 *
 * Owns which characters are left out. Must not know: elements; every run is put into an isolate by whoever shows it
 * (specs/11 §2; attacks G1, C10).
 */

// C0 and C1 controls but tab and line feed.
const CONTROLS = /(?![\t\n])\p{Cc}/gu;
// Embeddings and overrides: they reorder what stands beside them, and have had an honest successor in isolates since 2013.
const OVERRIDES = /[\u202a-\u202e]/g;
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;
/** More than this on one letter is no writing system. */
const MAX_MARKS = 8;
const MARKS = new RegExp(`(\\p{Mn}{${MAX_MARKS}})\\p{Mn}+`, 'gu');

/** Line ends become line feeds; controls, overrides and endless piles of accents go. Not longer than `text`. */
export function shownText(text: string): string {
  return text.replace(LINE_ENDS, '\n').replace(CONTROLS, '').replace(OVERRIDES, '').replace(MARKS, '$1');
}

/** As `shownText`, in one line. */
export function shownLine(text: string): string {
  return shownText(text).replace(/\s+/g, ' ').trim();
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most `length` UTF-16 units of a text, cut between two characters as a person sees them. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  // A character is never looked for further away than this: a pile of joiners is no character.
  const reach = 64;
  const from = Math.max(0, length - reach);
  const cut = from + (graphemes.segment(text.slice(from, length + reach)).containing(length - from)?.index ?? 0);
  return text.slice(0, cut > from || from === 0 ? cut : length);
}

const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u;
const MAX_BIG_EMOJI = 3;
const MAX_EMOJI_LENGTH = 64;

/** Whether a text is nothing but one to three emoji, which are shown larger. */
export function isBigEmoji(text: string): boolean {
  if (text.length > MAX_EMOJI_LENGTH || !EMOJI_ONLY.test(text) || /^[\d\s#*]+$/.test(text)) return false;
  return [...graphemes.segment(text.replace(/\s/g, ''))].length <= MAX_BIG_EMOJI;
}
