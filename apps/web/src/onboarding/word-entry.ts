/** Recovery words as they are typed: twelve places, and a paste that fills several of them. */

/** As many as an account has. */
export const WORD_PLACES = 12;

export type TypedWords = readonly string[];

export const NO_WORDS: TypedWords = Array.from({ length: WORD_PLACES }, () => '');

/** What was typed or pasted at a place: more than one word goes on in the next places, all twelve begin at the first. */
export function withTyped(words: TypedWords, place: number, text: string): TypedWords {
  const typed = wordsIn(text);
  if (typed.length < 2) return words.map((word, index) => (index === place ? text.trim() : word));
  const start = typed.length >= WORD_PLACES ? 0 : place;
  return words.map((word, index) => typed[index - start] ?? word);
}

/** Whether the text ends the word: the next one is typed at the next place. */
export function endsWord(text: string): boolean {
  return /\S\s+$/u.test(text);
}

/** Without the numbers that words on paper may have. */
function wordsIn(text: string): string[] {
  return text.split(/\s+/u).filter((part) => part !== '' && !/^\d{1,2}[.):]?$/u.test(part));
}

export function phraseOf(words: TypedWords): string {
  return words.join(' ').trim();
}
