import { fakeClock, seededRandom } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { DialBackoff } from './dial-backoff.ts';

describe('dial back-off', () => {
  it('doubles with jitter up to a bound, and ends with a success', () => {
    const clock = fakeClock();
    const backoff = new DialBackoff(clock, seededRandom(1));
    expect(backoff.remainingMs('peer')).toBe(0);
    let longestMs = 250;
    for (let count = 0; count < 40; count++) {
      backoff.failed('peer');
      const remainingMs = backoff.remainingMs('peer');
      expect(remainingMs).toBeGreaterThanOrEqual(longestMs / 2);
      expect(remainingMs).toBeLessThanOrEqual(longestMs);
      clock.advance(remainingMs);
      expect(backoff.remainingMs('peer')).toBe(0);
      longestMs = Math.min(longestMs * 2, 30_000);
    }
    backoff.failed('peer');
    expect(backoff.remainingMs('another peer')).toBe(0);
    backoff.reset('peer');
    expect(backoff.remainingMs('peer')).toBe(0);
  });

  it('is forgotten for all when the way to them may have changed', () => {
    const backoff = new DialBackoff(fakeClock(), seededRandom(3));
    for (const peer of ['peer', 'another peer']) backoff.failed(peer);
    backoff.clear();
    expect(['peer', 'another peer'].map((peer) => backoff.remainingMs(peer))).toEqual([0, 0]);
  });

  it('remembers a bounded number of peers', () => {
    const backoff = new DialBackoff(fakeClock(), seededRandom(2));
    for (let i = 0; i < 1_025; i++) backoff.failed(`peer ${i}`);
    expect(backoff.remainingMs('peer 0')).toBe(0);
    expect(backoff.remainingMs('peer 1')).toBeGreaterThan(0);
  });
});
