/**
 * A rough hint how hard a passphrase is to guess, for the person who chooses one. It is a hint: nothing depends on it.
 *
 * Counts what an attacker has to try who knows how people choose: words as words, repetitions once.
 */
import { MIN_CHOSEN_CHARACTERS } from '../passphrase.ts';

export interface Strength {
  readonly verdict: 'too short' | 'weak' | 'fair' | 'strong';
  readonly advice: string;
}

/** A word of a long list of common ones. */
const BITS_PER_WORD = 11;
const POOLS: readonly (readonly [RegExp, number])[] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{N}/u, 10],
  [/[^\p{L}\p{N}]/u, 30],
];
// With 256 MiB Argon2id a guess costs a second of a core: 40 bits are a long attack, 60 are out of reach.
const FAIR_BITS = 40;
const STRONG_BITS = 55;

export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase];
  if (characters.length < MIN_CHOSEN_CHARACTERS) {
    return { verdict: 'too short', advice: `at least ${MIN_CHOSEN_CHARACTERS} characters` };
  }
  const bits = Math.min(bitsByCharacters(characters), bitsByWords(passphrase));
  if (bits >= STRONG_BITS) return { verdict: 'strong', advice: 'nobody will guess that' };
  if (bits >= FAIR_BITS) return { verdict: 'fair', advice: 'one more word makes it strong' };
  return { verdict: 'weak', advice: 'five unrelated words are easy to remember and hard to guess' };
}

function bitsByCharacters(characters: readonly string[]): number {
  const text = characters.join('');
  const pool = POOLS.reduce((sum, [pattern, size]) => sum + (pattern.test(text) ? size : 0), 0);
  // A character that repeats the one before, or follows it in the alphabet, adds nearly nothing.
  const surprising = characters.filter((character, i) => {
    const step = (character.codePointAt(0) ?? 0) - (characters[i - 1]?.codePointAt(0) ?? Number.NEGATIVE_INFINITY);
    return Math.abs(step) > 1;
  });
  return surprising.length * Math.log2(Math.max(2, pool));
}

function bitsByWords(passphrase: string): number {
  const parts = new Set(passphrase.toLowerCase().match(/\p{L}+|\p{N}+|[^\p{L}\p{N}\s]/gu) ?? []);
  let bits = 0;
  for (const part of parts) bits += /^\p{L}{3,12}$/u.test(part) ? BITS_PER_WORD : part.length * bitsPerCharacter(part);
  return bits;
}

function bitsPerCharacter(part: string): number {
  return /^\p{N}/u.test(part) ? 3 : 5;
}
