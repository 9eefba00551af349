import { expect, test } from 'vitest';
import { nextHit } from './hit-steps.ts';

test('steps begin at the newest hit, and end at either end', () => {
  expect(nextHit(undefined, 'older', 3)).toBe(0);
  expect(nextHit(undefined, 'newer', 3)).toBe(0);
  expect([0, 1, 2].map((place) => nextHit(place, 'older', 3))).toEqual([1, 2, undefined]);
  expect([0, 1, 2].map((place) => nextHit(place, 'newer', 3))).toEqual([undefined, 0, 1]);
  expect(nextHit(0, 'older', 0)).toBeUndefined();
});
