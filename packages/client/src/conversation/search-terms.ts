/**
 * Splits texts into terms, messages and queries alike: letters and digits, without case and accents. Characters of scripts
 * that put no spaces between words are terms of their own (specs/11 §7). Pure.
 */
import type { SearchPhrase } from '@sotto/ports';
import type { TextRange } from '../conversation-views.ts';

/** A word above this is found by its beginning. */
const MAX_TERM_UNITS = 64;
/** A message of MAX_TEXT_BYTES has fewer, unless it is made to have more. */
const MAX_TERMS = 20_000;
const MAX_PHRASES = 16;
const MAX_PHRASE_TERMS = 32;
const MAX_RANGES = 64;

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*/gu;
const HAS_UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const PLAIN = /^[A-Za-z0-9]+$/;

export interface Term extends TextRange {
  readonly term: string;
}

/** In the order of the text; at most 20,000. */
export function termsOf(text: string): readonly Term[] {
  const terms: Term[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!PLAIN.test(word) && HAS_UNSPACED.test(word)) terms.push(...unspacedTerms(word, index));
    else pushTerm(terms, word, index);
    if (terms.length >= MAX_TERMS) return terms.slice(0, MAX_TERMS);
  }
  return terms;
}

/** What a query asks for; the last word may go on, unless a space or the like follows it. Empty: nothing. */
export function phrasesOf(query: string): readonly SearchPhrase[] {
  const isFinished = !/[\p{L}\p{N}\p{M}]$/u.test(query);
  const phrases = [...query.matchAll(WORD)].map(({ 0: word }) => termsOf(word).map(({ term }) => term));
  return phrases
    .filter((terms) => terms.length > 0)
    .slice(0, MAX_PHRASES)
    .map((terms, i, all) => ({
      terms: terms.slice(0, MAX_PHRASE_TERMS),
      isPrefix: i === all.length - 1 && !isFinished,
    }));
}

/** Where phrases are in a text; at most 64 places. */
export function rangesOf(text: string, phrases: readonly SearchPhrase[]): readonly TextRange[] {
  const terms = termsOf(text);
  const ranges: TextRange[] = [];
  for (let start = 0; start < terms.length && ranges.length < MAX_RANGES; start++) {
    const lengths = phrases.filter((phrase) => matchesAt(terms, start, phrase)).map((phrase) => phrase.terms.length);
    if (lengths.length === 0) continue;
    const last = terms[start + Math.max(...lengths) - 1];
    const first = terms[start];
    if (first && last) ranges.push({ start: first.start, end: last.end });
    start += Math.max(...lengths) - 1;
  }
  return ranges;
}

/**
 * Finds the words of a query in any text, as a search for it does: without case and accents, the last word by its beginning.
 * Places are in order, UTF-16, at most 64 for each text; time grows with the length of the text. Pure.
 */
export function wordFinder(query: string): (text: string) => readonly TextRange[] {
  const phrases = phrasesOf(query);
  return (text) => (phrases.length === 0 ? [] : rangesOf(text, phrases));
}

function matchesAt(terms: readonly Term[], start: number, { terms: wanted, isPrefix }: SearchPhrase): boolean {
  return wanted.every((term, i) => {
    const found = terms[start + i]?.term;
    return isPrefix && i === wanted.length - 1 ? found?.startsWith(term) === true : found === term;
  });
}

function unspacedTerms(word: string, start: number): Term[] {
  const terms: Term[] = [];
  let done = 0;
  for (const { 0: character, index } of word.matchAll(UNSPACED)) {
    pushTerm(terms, word.slice(done, index), start + done);
    pushTerm(terms, character, start + index);
    done = index + character.length;
  }
  pushTerm(terms, word.slice(done), start + done);
  return terms;
}

function pushTerm(terms: Term[], word: string, start: number): void {
  const term = fold(word);
  if (term !== '') terms.push({ term, start, end: start + word.length });
}

/** `ß` and `SS`, `É` and `e`, a ligature and its letters are one. */
function fold(word: string): string {
  if (PLAIN.test(word)) return word.slice(0, MAX_TERM_UNITS).toLowerCase();
  const folded = word
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return folded.slice(0, MAX_TERM_UNITS).replace(/[\ud800-\udbff]$/, '');
}
