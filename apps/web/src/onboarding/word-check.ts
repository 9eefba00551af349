/**
 * The check that the recovery words were kept: three of them, from places that a person cannot guess.
 */
import type { Random } from '@sotto/ports';

export const ASKED_WORDS = 3;

export function splitWords(phrase: string): readonly string[] {
  return phrase.trim().split(/\s+/u);
}

/** Three different places of `count`, in order, beginning with 0. `count`: 3 … 256. */
export function drawPlaces(count: number, random: Random): readonly number[] {
  const left = Array.from({ length: count }, (_, index) => index);
  const drawn = [...random.bytes(ASKED_WORDS)].flatMap((byte) => left.splice(byte % left.length, 1));
  return drawn.sort((a, b) => a - b);
}

/** As a person types it: with blanks around it, or a capital letter. */
export function isSameWord(typed: string, word: string): boolean {
  return typed.trim().toLowerCase() === word;
}
