import { LIMITS, USAGE_CODES, UsageError } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { en } from '../i18n/en/catalogue.ts';
import { createTranslator } from '../i18n/translator.ts';
import { badgeOf, TINTS } from './avatar-badge.ts';
import { isTooLong, MAX_PASSPHRASE_BYTES, strengthOf } from './passphrase-strength.ts';
import { problemText } from './problem-text.ts';

describe('the strength of a passphrase', () => {
  test.each([
    ['short', 'too-short'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['12345678901234', 'weak'],
    ['password', 'weak'],
    ['valley timber brave morning', 'fair'],
    ['valley timber brave morning ship', 'strong'],
    ['correct horse correct horse correct horse', 'weak'],
  ])('%s is %s', (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength);
  });

  test('what is longer than may be used is found in bytes', () => {
    expect(isTooLong('é'.repeat(MAX_PASSPHRASE_BYTES / 2))).toBe(false);
    expect(isTooLong(`${'é'.repeat(MAX_PASSPHRASE_BYTES / 2)}a`)).toBe(true);
  });
});

describe('the badge of an account', () => {
  test('is the same for the same id, and another one for nearly the same', () => {
    const badges = Array.from({ length: 200 }, (_, index) => JSON.stringify(badgeOf(`sotto1qqq${index}`)));
    expect(new Set(badges).size).toBeGreaterThan(190);
    expect(badgeOf('sotto1abc')).toEqual(badgeOf('sotto1abc'));
  });

  test('uses every tint', () => {
    const tints = new Set(Array.from({ length: 200 }, (_, index) => badgeOf(`sotto1qqq${index}`).tint));
    expect([...tints].sort()).toEqual(Array.from({ length: TINTS }, (_, tint) => tint));
  });
});

describe('what went wrong', () => {
  const english = createTranslator('en', en);

  test('has a sentence for every code', () => {
    for (const code of USAGE_CODES) {
      const { title } = problemText(new UsageError(code, 'internal words'), english);
      expect(title).not.toContain('internal words');
      expect(title).toMatch(/\.$/);
    }
  });

  test('of an unexpected kind shows nothing of its text', () => {
    const problem = problemText(new TypeError(`secret ${LIMITS.MAX_NAME_BYTES}`), english);
    expect(problem.code).toBe('unexpected');
    expect(JSON.stringify(problem)).not.toContain('secret');
  });
});
