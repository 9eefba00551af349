import { expect, test } from 'vitest';
import { durationText, parseDuration } from './duration.ts';

test.each([
  ['off', 0],
  ['30s', 30],
  ['5m', 300],
  ['1h', 3_600],
  ['1d', 86_400],
  ['4w', 2_419_200],
])('%s is %d seconds, and back', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
  expect(durationText(seconds)).toBe(text);
});

test.each(['', '0s', '5', 'h', '-1h', '1.5h', '5w', '99999999s', '1y', 'OFF'])('%j is no time', (text) => {
  expect(() => parseDuration(text)).toThrow('It must be');
});
