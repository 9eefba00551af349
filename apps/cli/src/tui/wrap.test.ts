import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { padColumns, widestOf, widthOf, wrapColumns } from './wrap.ts';

describe('wrapping', () => {
  it('breaks at spaces, and inside words only when it must', () => {
    expect(wrapColumns('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
    expect(wrapColumns('abcdefghijkl mn', 5)).toEqual(['abcde', 'fghij', 'kl mn']);
    expect(wrapColumns('one\n\ntwo', 10)).toEqual(['one', '', 'two']);
    expect(wrapColumns('', 10)).toEqual(['']);
  });

  it('counts wide characters as two cells', () => {
    expect(wrapColumns('山田太郎', 5)).toEqual(['山田', '太郎']);
    expect(padColumns('山', 4)).toBe('山  ');
  });

  it('leaves room for terminals that draw the parts of a joined emoji beside each other', () => {
    expect([widthOf('👩🏽‍🚀'), widestOf('👩🏽‍🚀'), widestOf('山a')]).toEqual([2, 6, 3]);
    expect(wrapColumns('👩🏽‍🚀👩🏽‍🚀 a', 8)).toEqual(['👩🏽‍🚀', '👩🏽‍🚀 a']);
    expect(wrapColumns('👩🏽‍🚀', 4)).toEqual(['👩🏽‍🚀']);
  });

  it('never makes a line wider than allowed and loses nothing but white space', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'Z', '7', '山', '👩‍💻', 'é', ' ', '-'), maxLength: 30 });
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 2, max: 40 }), (words, columns) => {
        const text = words.join(' ');
        const lines = wrapColumns(text, columns);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
