import { fakeClock } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { RelayRates } from './relay-rates.ts';

describe('the rates of a relay', () => {
  it('F3: give a burst, then so many per minute, to each peer', () => {
    const clock = fakeClock();
    const rates = new RelayRates({ burst: 2, perMinute: 6, clock });
    expect([rates.admit('a', 'x'), rates.admit('a', 'y'), rates.admit('a', 'z')]).toEqual([true, true, false]);
    clock.advance(9_000);
    expect(rates.admit('a', 'z')).toBe(false);
    clock.advance(1_000);
    expect([rates.admit('a', 'z'), rates.admit('a', 'z')]).toEqual([true, false]);
  });

  it('count nothing when one of two has none left', () => {
    const rates = new RelayRates({ burst: 2, perMinute: 1, clock: fakeClock() });
    rates.admit('a', 'b');
    rates.admit('a', 'b');
    expect(rates.admit('a', 'c')).toBe(false);
    expect([rates.admit('d', 'c'), rates.admit('d', 'c'), rates.admit('d', 'c')]).toEqual([true, true, false]);
  });

  it('remember a bounded number of peers', () => {
    const rates = new RelayRates({ burst: 1, perMinute: 1, clock: fakeClock() });
    for (let i = 0; i <= 8_192; i++) rates.admit(`peer ${i}`);
    expect(rates.admit('peer 1')).toBe(false);
    expect(rates.admit('peer 0')).toBe(true);
  });
});
