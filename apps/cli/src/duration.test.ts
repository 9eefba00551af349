import { expect, test } from 'vitest';
import { durationText, parseDuration, parseMuteTime } from './duration.ts';

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

test.each([
  ['30m', 1_800],
  ['8h', 28_800],
  ['52w', 31_449_600],
])('a mute of %s is %d seconds', (text, seconds) => {
  expect(parseMuteTime(text)).toBe(seconds);
});

test.each(['', 'off', '0h', '8', '53w', '1y', '-1h', '999999999s'])('%j is no time for a mute', (text) => {
  expect(() => parseMuteTime(text)).toThrow('It must be');
});
