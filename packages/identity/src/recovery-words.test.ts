import { formatHex, SottoError, UsageError } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRecoveryWords, recoveryKey } from './recovery-words.ts';

/** BIP-39 test vector: entropy 7f7f…7f. */
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

function mistake(words: string): UsageError {
  try {
    recoveryKey(words);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new TypeError('accepted');
}

describe('recovery words', () => {
  test('are the BIP-39 words of 16 random bytes, which are wiped', () => {
    const entropy = new Uint8Array(16).fill(0x7f);
    const words = createRecoveryWords((length) => {
      expect(length).toBe(16);
      return entropy;
    });
    expect(words).toBe(WORDS);
    expect(entropy).toEqual(new Uint8Array(16));
  });

  test('give the same key for ever', () => {
    const { publicKey, secretKey } = recoveryKey(WORDS);
    expect(formatHex(publicKey)).toBe('d950f9aa08c6c998dd14b5ee2e5ee8563c1f0c949359eecabc3ea0e05b620d2d');
    expect(secretKey).toHaveLength(32);
  });

  test('may be typed with capitals, line breaks and more spaces', () => {
    const { publicKey } = recoveryKey(WORDS);
    expect(recoveryKey(`\n  ${WORDS.toUpperCase().replaceAll(' ', ' \n ')}\t`).publicKey).toEqual(publicKey);
  });

  test('with another checksum are refused with a way out, and without repeating a word', () => {
    const error = mistake(WORDS.replace(/yellow$/, 'zoo'));
    expect(error.code).toBe('invalid-argument');
    expect(error.hint).toContain('order');
    const text = JSON.stringify([error.message, error.hint, error.facts, String(error.cause)]);
    expect(text).not.toMatch(/zoo|legal|winner/);
  });

  test('with a word that is not in the list name its place only', () => {
    const error = mistake(WORDS.replace('sausage', 'susage'));
    expect(error.facts).toEqual({ word: 6 });
    expect(error.hint).toContain('6');
    expect(JSON.stringify([error.message, error.hint])).not.toContain('susage');
  });

  test('of another number are refused', () => {
    for (const words of ['', 'legal', WORDS.slice(0, -7), `${WORDS} legal`, 'legal '.repeat(5_000)]) {
      expect(mistake(words).hint).toContain('12');
    }
  });

  test('of two people are different, and every single exchange of two neighbours is refused or another key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(10), (entropy, at) => {
        const words = createRecoveryWords(() => Uint8Array.from(entropy)).split(' ');
        const { publicKey } = recoveryKey(words.join(' '));
        const [first, second] = [words[at] ?? '', words[at + 1] ?? ''];
        fc.pre(first !== second);
        words.splice(at, 2, second, first);
        try {
          expect(recoveryKey(words.join(' ')).publicKey).not.toEqual(publicKey);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('G8: any text leads to a key or to a usage error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
        try {
          recoveryKey(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SottoError);
        }
      }),
    );
  });
});
