import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameExcess } from './account-name.ts';
import { ASKED_WORDS, drawPlaces, isSameWord, splitWords } from './word-check.ts';

describe('the check of the recovery words', () => {
  test('asks for three different places, in order, whatever is drawn', () => {
    const drawn = fc.uint8Array({ minLength: ASKED_WORDS, maxLength: ASKED_WORDS });
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 24 }), drawn, (count, bytes) => {
        const places = drawPlaces(count, { bytes: () => bytes });
        expect(places).toHaveLength(ASKED_WORDS);
        expect(new Set(places).size).toBe(ASKED_WORDS);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        for (const place of places) expect(place >= 0 && place < count).toBe(true);
      }),
    );
  });

  test('takes a word as people type it, and no other', () => {
    expect(isSameWord(' Valley ', 'valley')).toBe(true);
    expect(isSameWord('valle', 'valley')).toBe(false);
    expect(splitWords(' one  two\nthree ')).toEqual(['one', 'two', 'three']);
  });
});

test('a name may have 64 bytes; what is more is counted in characters', () => {
  expect(nameExcess('a'.repeat(64))).toBe(0);
  expect(nameExcess(` ${'a'.repeat(66)} `)).toBe(2);
  expect(nameExcess('é'.repeat(33))).toBe(1);
  expect(nameExcess('👩🏽‍🚀'.repeat(5))).toBeGreaterThan(0);
});
