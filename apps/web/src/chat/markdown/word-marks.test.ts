import { wordFinder } from '@sotto/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../testing/hostile-texts.ts';
import { MAX_MARKS, wordMarks } from './word-marks.ts';

const marked = (query: string, ...texts: readonly string[]) => {
  const mark = wordMarks(wordFinder(query));
  return texts.map((text) =>
    mark(text)
      .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
      .join(''),
  );
};

describe('found words in the texts of a message', () => {
  test('are those that the search finds: without case and accents, the last one by its beginning', () => {
    expect(marked('cafe OPE', 'The Café', ' opens; a cafeteria ', 'open')).toEqual([
      'The [Café]',
      ' [opens]; a cafeteria ',
      '[open]',
    ]);
    expect(marked('strasse ', 'Straße, Strassenbahn')).toEqual(['[Straße], Strassenbahn']);
    expect(marked('爱你', '我爱你')).toEqual(['我[爱你]']);
  });

  test('are not marked where a word is split over two texts, or nothing is searched', () => {
    expect(marked('bold', 'bo', 'ld')).toEqual(['bo', 'ld']);
    expect(wordMarks(undefined)('anything')).toEqual([{ text: 'anything', isFound: false }]);
    expect(wordMarks(undefined)('')).toEqual([]);
  });

  test('G8: are so many in a message at most, over all of its texts', () => {
    const mark = wordMarks(wordFinder('a'));
    const texts = Array.from({ length: 50 }, () => 'a '.repeat(50));
    const found = texts.flatMap(mark).filter(({ isFound }) => isFound);
    expect(found).toHaveLength(MAX_MARKS);
  });

  test('G1: G5: G8: change no character of any text', () => {
    const query = fc.constantFrom('a', 'evil', 'isBroken 1', 'x', 'script', '\u202e', '<mark>', 'W', '𒐫');
    const text = fc.oneof(fc.constantFrom(...hostileTexts()), fc.string({ unit: 'binary', maxLength: 300 }));
    fc.assert(
      fc.property(query, fc.array(text, { maxLength: 5 }), (wanted, texts) => {
        const mark = wordMarks(wordFinder(wanted));
        for (const written of texts) {
          expect(
            mark(written)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(written);
        }
      }),
    );
  });
});
