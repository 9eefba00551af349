import fc from 'fast-check';
import { expect, test } from 'vitest';
import { de } from '../../i18n/de/catalogue.ts';
import { en } from '../../i18n/en/catalogue.ts';
import { createTranslator } from '../../i18n/translator.ts';
import { exactDuration, remainingText, remainingUntil } from './duration.ts';

const english = createTranslator('en', en);
const german = createTranslator('de', de);

test('a timer is told in the largest unit that measures it', () => {
  expect([30, 300, 5_400, 86_400, 2_419_200].map((seconds) => exactDuration(english, seconds))).toEqual([
    '30 seconds',
    '5 minutes',
    '90 minutes',
    '1 day',
    '4 weeks',
  ]);
  expect(exactDuration(german, 2_419_200)).toBe('4 Wochen');
});

test('what is left is told in one unit, rounded up, and never as nothing while there is something', () => {
  const text = (leftMs: number) => remainingText(english, remainingUntil(leftMs, 0), 'long');
  expect([1, 59_000, 60_000, 61_000, 3_600_000, 90_000_000, 700_000_000].map(text)).toEqual([
    '1 second',
    '59 seconds',
    '1 minute',
    '2 minutes',
    '1 hour',
    '2 days',
    '9 days',
  ]);
  expect(remainingUntil(5, 9)).toMatchObject({ seconds: 0 });
});

test('what is left reads differently when it says so, and not before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_600_000_000 }), (leftMs) => {
      const now = remainingUntil(leftMs, 0);
      const text = (atMs: number) => remainingText(german, remainingUntil(leftMs, atMs), 'short');
      expect(now.changesInMs).toBeGreaterThan(0);
      expect(text(now.changesInMs - 2)).toBe(text(0));
      if (now.changesInMs <= leftMs) expect(text(now.changesInMs)).not.toBe(text(0));
    }),
  );
});
