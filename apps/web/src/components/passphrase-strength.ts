/**
 * A rough hint how hard a passphrase is to guess, for the person who chooses one. It is a hint: nothing depends on it.
 *
 * Counts what an attacker has to try who knows how people choose: words as words, repetitions once.
 */
export const STRENGTHS = ['too-short', 'weak', 'fair', 'strong'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** Of a passphrase that a person chooses, in characters. */
export const MIN_PASSPHRASE_CHARACTERS = 8;
/** In UTF-8. */
export const MAX_PASSPHRASE_BYTES = 1_024;

/** A word of a long list of common ones. */
const BITS_PER_WORD = 11;
const BITS_PER_DIGIT = 3;
const BITS_PER_SIGN = 5;
const POOLS: readonly (readonly [RegExp, number])[] = [
  [/\p{Ll}/u, 26],
  [/\p{Lu}/u, 26],
  [/\p{N}/u, 10],
  [/[^\p{L}\p{N}]/u, 30],
];
// A guess costs about a second of a core: 40 bits are a long attack, 55 are out of reach.
const FAIR_BITS = 40;
const STRONG_BITS = 55;

export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase];
  if (characters.length < MIN_PASSPHRASE_CHARACTERS) return 'too-short';
  const bits = Math.min(bitsByCharacters(characters), bitsByWords(passphrase));
  if (bits >= STRONG_BITS) return 'strong';
  return bits >= FAIR_BITS ? 'fair' : 'weak';
}

export function isTooLong(passphrase: string): boolean {
  return new TextEncoder().encode(passphrase).length > MAX_PASSPHRASE_BYTES;
}

function bitsByCharacters(characters: readonly string[]): number {
  const text = characters.join('');
  const pool = POOLS.reduce((sum, [pattern, size]) => sum + (pattern.test(text) ? size : 0), 0);
  // A character that repeats the one before, or follows it in the alphabet, adds nearly nothing.
  const surprising = characters.filter((character, index) => {
    const before = characters[index - 1]?.codePointAt(0) ?? Number.NEGATIVE_INFINITY;
    return Math.abs((character.codePointAt(0) ?? 0) - before) > 1;
  });
  return surprising.length * Math.log2(Math.max(2, pool));
}

function bitsByWords(passphrase: string): number {
  const parts = new Set(passphrase.toLowerCase().match(/\p{L}+|\p{N}+|[^\p{L}\p{N}\s]/gu) ?? []);
  let bits = 0;
  for (const part of parts) bits += bitsOfPart(part);
  return bits;
}

function bitsOfPart(part: string): number {
  if (/^\p{L}{3,12}$/u.test(part)) return BITS_PER_WORD;
  return part.length * (/^\p{N}/u.test(part) ? BITS_PER_DIGIT : BITS_PER_SIGN);
}

/** Whether a home cannot have it: too short, or too long. */
export function isRefused(passphrase: string): boolean {
  return strengthOf(passphrase) === 'too-short' || isTooLong(passphrase);
}
