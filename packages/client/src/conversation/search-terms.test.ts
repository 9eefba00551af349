import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phrasesOf, rangesOf, termsOf, wordFinder } from './search-terms.ts';

const terms = (text: string) => termsOf(text).map(({ term }) => term);
const marked = (text: string, query: string) =>
  rangesOf(text, phrasesOf(query)).map(({ start, end }) => text.slice(start, end));

describe('terms of a text', () => {
  it('are its words without case, accents and signs', () => {
    expect(terms('Hello, WORLD! It’s 4:20…')).toEqual(['hello', 'world', 'it', 's', '4', '20']);
    expect(terms('Café CAFÉ cafe\u0301')).toEqual(['cafe', 'cafe', 'cafe']);
    expect(terms('Straße STRASSE ﬁn')).toEqual(['strasse', 'strasse', 'fin']);
    expect(terms('Привет, МИР')).toEqual(['привет', 'мир']);
    expect(terms('👍 — …')).toEqual([]);
  });

  it('are single characters where words are not spaced', () => {
    expect(terms('我爱你 ok')).toEqual(['我', '爱', '你', 'ok']);
    expect(terms('iPhone手机x')).toEqual(['iphone', '手', '机', 'x']);
  });

  it('G8: are letters and digits, bounded, at the places that they say, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { term, start, end } of termsOf(text)) {
          expect(term).toMatch(/^[\p{L}\p{N}]{1,64}$/u);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('G8: take no time to speak of for a text that is made to be slow', () => {
    for (const text of ['a'.repeat(30_000), 'a '.repeat(30_000), '我'.repeat(30_000), 'e\u0301'.repeat(15_000)]) {
      expect(termsOf(text).length).toBeLessThanOrEqual(20_000);
    }
    expect(terms('x'.repeat(30_000))).toEqual(['x'.repeat(64)]);
  });
});

describe('a query', () => {
  it('goes on at its last word, unless that is finished', () => {
    expect(phrasesOf('Red gre')).toEqual([
      { terms: ['red'], isPrefix: false },
      { terms: ['gre'], isPrefix: true },
    ]);
    expect(phrasesOf('red ')).toEqual([{ terms: ['red'], isPrefix: false }]);
    expect(phrasesOf(' "*" ')).toEqual([]);
    expect(phrasesOf('爱你')).toEqual([{ terms: ['爱', '你'], isPrefix: true }]);
  });

  it('is marked where it is found', () => {
    expect(marked('The Café opens; cafeteria too', 'caf')).toEqual(['Café', 'cafeteria']);
    expect(marked('red car, car red', 'red car')).toEqual(['red', 'car', 'car', 'red']);
    expect(marked('我爱你', '爱你')).toEqual(['爱你']);
    expect(marked('nothing', 'else')).toEqual([]);
    expect(wordFinder('STRASS')('Die Straße')).toEqual([{ start: 4, end: 10 }]);
    expect(wordFinder(' "*" ')('* anything')).toEqual([]);
    expect(marked('x '.repeat(500), 'x')).toHaveLength(64);
  });
});
