import { describe, expect, test } from 'vitest';
import { endsWord, NO_WORDS, phraseOf, type TypedWords, withTyped } from './word-entry.ts';

const ALL = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const filled = (words: TypedWords) => words.filter((word) => word !== '');

describe('typing recovery words', () => {
  test('fills one place', () => {
    expect(withTyped(NO_WORDS, 3, 'year')).toMatchObject({ 2: '', 3: 'year', 4: '' });
    expect(endsWord('year')).toBe(false);
    expect(endsWord('year ')).toBe(true);
    expect(endsWord(' ')).toBe(false);
  });

  test('goes on in the next places when several words come at once', () => {
    expect(withTyped(NO_WORDS, 10, 'thank yellow zoo')).toMatchObject({ 9: '', 10: 'thank', 11: 'yellow' });
    expect(filled(withTyped(NO_WORDS, 10, 'thank yellow zoo'))).toHaveLength(2);
  });

  test('takes all of them at any place, as they stand on paper', () => {
    const numbered = ALL.split(' ')
      .map((word, index) => `${index + 1}. ${word}`)
      .join('\n');
    for (const text of [ALL, `  ${ALL}\n`, numbered]) {
      expect(phraseOf(withTyped(NO_WORDS, 7, text))).toBe(ALL);
    }
  });
});
