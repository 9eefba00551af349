import { expect, test } from 'vitest';
import { ENDLESS_MS, mutedText, mutedUntil } from './mute-time.ts';

const noon = new Date(2025, 5, 3, 12, 0).getTime();

test('a mute ends after its time, or never, and says which', () => {
  expect(mutedUntil(3_600, noon)).toBe(noon + 3_600_000);
  expect(mutedUntil(undefined, noon)).toBe(ENDLESS_MS);
  expect(mutedText(mutedUntil(28_800, noon), noon)).toBe('muted until today 20:00');
  expect(mutedText(ENDLESS_MS, noon)).toBe('muted');
  expect(mutedText(undefined, noon)).toBe('muted');
});
