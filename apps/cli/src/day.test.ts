import { describe, expect, it } from 'vitest';
import { formatDay, formatMoment, formatTime } from './day.ts';

const noon = new Date(2025, 5, 3, 12, 0).getTime();
const HOUR = 3_600_000;

describe('days and times', () => {
  it('name near days and date far ones', () => {
    expect(formatDay(noon, noon + HOUR)).toBe('Today');
    expect(formatDay(noon, noon + 24 * HOUR)).toBe('Yesterday');
    expect(formatDay(noon, noon + 72 * HOUR)).toBe('Tuesday 3 June');
    expect(formatDay(noon, new Date(2026, 0, 1).getTime())).toBe('3 June 2025');
  });

  it('are of the day at its very edges', () => {
    expect(formatDay(new Date(2025, 5, 3, 23, 59, 59).getTime(), noon)).toBe('Today');
    expect(formatDay(new Date(2025, 5, 2, 23, 59, 59).getTime(), noon)).toBe('Yesterday');
  });

  it('stand together within a sentence, also those to come', () => {
    const at = (days: number) => formatMoment(noon + days * 24 * HOUR, noon);
    expect([at(-1), at(0), at(1)]).toEqual(['yesterday 12:00', 'today 12:00', 'tomorrow 12:00']);
    expect(at(7)).toBe('Tuesday 10 June 12:00');
  });

  it('have two digits each', () => {
    expect(formatTime(new Date(2025, 5, 3, 9, 5).getTime())).toBe('09:05');
  });

  it('stand whatever number a sender claims', () => {
    for (const claimed of [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300, Number.MAX_SAFE_INTEGER]) {
      expect(formatTime(claimed)).toMatch(/^\d\d:\d\d$/);
      expect(formatDay(claimed, noon)).not.toBe('');
    }
  });
});
