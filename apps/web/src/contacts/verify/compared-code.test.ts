import { expect, test } from 'vitest';
import { comparedCode } from './compared-code.ts';

const NUMBER = Array.from({ length: 12 }, (_, index) => String(10_000 + index)).join(' ');
const DIGITS = NUMBER.replaceAll(' ', '');

test('C5: a scanned code verifies only when it is the whole number', () => {
  expect(comparedCode(DIGITS, NUMBER)).toBe('same');
  expect(comparedCode(DIGITS.replace(/.$/, '0'), NUMBER)).toBe('mismatch');
  for (const text of ['', DIGITS.slice(1), `${DIGITS}0`, ` ${DIGITS}`, NUMBER, 'sotto:AA', `${DIGITS}\n`]) {
    expect(comparedCode(text, NUMBER)).toBe('not-a-code');
  }
});
