import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutText, isBigEmoji, shownLine, shownText } from './shown-text.ts';

describe('text of other people', () => {
  test('G1: loses controls and what reorders its surroundings, and keeps the rest', () => {
    expect(shownText('a\u0000b\u001b[31mc\u009fd\te')).toBe('ab[31mcd\te');
    expect(shownText('invoice\u202egnp.exe\u202c')).toBe('invoicegnp.exe');
    expect(shownText('שלום \u2067a\u2069 👩‍👩‍👧 é')).toBe('שלום \u2067a\u2069 👩‍👩‍👧 é');
  });

  test('has line feeds only, and in a line none', () => {
    expect(shownText('a\r\nb\rc\u2028d\u0085e')).toBe('a\nb\nc\nd\ne');
    expect(shownLine(' a\r\n\n b\tc ')).toBe('a b c');
  });

  test('G1: has no endless piles of accents', () => {
    expect(shownText(`Z${'\u0310'.repeat(500)}o`)).toBe(`Z${'\u0310'.repeat(8)}o`);
  });

  test('stays as it is when it is shown twice, and never grows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const shown = shownText(text);
        expect(shownText(shown)).toBe(shown);
        expect(shown.length).toBeLessThanOrEqual(text.length);
        expect(shown).not.toMatch(/(?![\t\n])\p{Cc}|[\u202a-\u202e]/u);
      }),
    );
  });

  test('is cut between characters, whatever they are made of', () => {
    expect(cutText('abc', 3)).toBe('abc');
    expect(cutText('ab👩‍👩‍👧c', 5)).toBe('ab');
    expect(cutText(`ab${'\u200d'.repeat(200)}`, 100).length).toBeLessThanOrEqual(100);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 250 }), (text, length) => {
        const cut = cutText(text, length);
        expect(cut.length).toBeLessThanOrEqual(Math.max(length, 0));
        expect(text.startsWith(cut)).toBe(true);
      }),
    );
  });

  test('is shown large when it is one to three emoji', () => {
    expect(['👍', '👩‍👩‍👧 🎉', '❤️', '👍🏽👍👍'].map(isBigEmoji)).toEqual([true, true, true, true]);
    expect(['', '1', '12', '👍👍👍👍', 'a👍', '#', ' '].map(isBigEmoji)).toEqual(Array(7).fill(false));
  });
});
