import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf } from './excerpt.ts';

const said = (text: string, ...words: string[]) => {
  const ranges = words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length }));
  return excerptOf(text, ranges)
    .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
    .join('');
};

describe('the excerpt of a message', () => {
  test('marks what was found, with what stands around it', () => {
    expect(said('ask Linus about the loss test', 'Linus', 'loss')).toBe('ask [Linus] about the [loss] test');
    expect(said(`${'word '.repeat(40)}needle${' word'.repeat(60)}`, 'needle')).toMatch(
      /^…(word )+\[needle\]( word)+( w\w*)?…$/,
    );
  });

  test('G1: is one line without anything that moves what stands around it', () => {
    expect(said('one\n\ntwo\u202e  three\u0000', 'two')).toBe('one [two] three');
  });

  test('is bounded, whatever the ranges are, and loses nothing that was found in it', () => {
    const range = fc.tuple(fc.nat(3_000), fc.nat(30)).map(([start, length]) => ({ start, end: start + length }));
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), fc.array(range, { maxLength: 64 }), (text, ranges) => {
        const within = ranges.filter(({ end }) => end <= text.length).sort((a, b) => a.start - b.start);
        const pieces = excerptOf(text, within);
        expect(pieces.length).toBeLessThanOrEqual(70);
        expect(pieces.map((piece) => piece.text).join('').length).toBeLessThanOrEqual(170);
      }),
    );
  });
});
