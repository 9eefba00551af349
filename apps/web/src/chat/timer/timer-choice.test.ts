import { LIMITS } from '@sotto/wire';
import { expect, test } from 'vitest';
import { customOf, customSeconds, TIMER_CHOICES } from './timer-choice.ts';

test('every time that is offered can be set, and is typed as itself', () => {
  for (const seconds of TIMER_CHOICES.slice(1)) {
    expect(seconds).toBeLessThanOrEqual(LIMITS.MAX_TIMER_SECONDS);
    const { amount, unit } = customOf(seconds);
    expect(customSeconds(amount, unit)).toBe(seconds);
  }
});

test('a typed time is a whole number within the bounds of the protocol', () => {
  expect(customSeconds(' 90 ', 'minutes')).toBe(5_400);
  expect(customSeconds('30', 'days')).toBe(LIMITS.MAX_TIMER_SECONDS);
  expect(['', '0', '-1', '1.5', '1e3', '31', '٣', '9999999'].map((text) => customSeconds(text, 'days'))).toEqual(
    Array(8).fill(undefined),
  );
});

test('a time of seconds, which others may set, is typed as nothing', () => {
  expect(customOf(30)).toEqual({ amount: '', unit: 'hours' });
});
