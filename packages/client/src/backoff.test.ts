import type { Random } from '@sotto/ports';
import { SeededPrng } from '@sotto/testkit';
import { LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFraction, retryDelayMs } from './backoff.ts';

function constant(byte: number): Random {
  return { bytes: (length) => new Uint8Array(length).fill(byte) };
}

describe('the wait before the next attempt', () => {
  it('doubles from the least to the most', () => {
    const longest = (attempts: number) => retryDelayMs(attempts, constant(0xff));
    expect([1, 2, 3, 4].map(longest)).toEqual([1, 2, 4, 8].map((factor) => factor * LIMITS.RETRY_MIN_MS));
    expect(longest(9)).toBe(256 * LIMITS.RETRY_MIN_MS);
    expect([10, 50, 1e9].map(longest)).toEqual([1, 1, 1].map(() => LIMITS.RETRY_MAX_MS));
  });

  it('is between the half and the whole, and spread', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer(), (attempts, seed) => {
        const whole = retryDelayMs(attempts, constant(0xff));
        expect(retryDelayMs(attempts, constant(0))).toBe(whole / 2);
        const random = new SeededPrng(seed);
        const delays = Array.from({ length: 20 }, () => retryDelayMs(attempts, random));
        for (const delay of delays) expect(delay >= whole / 2 && delay <= whole).toBe(true);
        expect(new Set(delays).size).toBeGreaterThan(1);
      }),
    );
  });

  it('takes a fraction below one of random bytes, wherever they lie in their buffer', () => {
    expect(randomFraction(constant(0))).toBe(0);
    expect(randomFraction(constant(0xff))).toBeLessThan(1);
    const shifted: Random = { bytes: () => Uint8Array.of(9, 9, 0x80, 0, 0, 0).subarray(2) };
    expect(randomFraction(shifted)).toBe(0.5);
  });
});
