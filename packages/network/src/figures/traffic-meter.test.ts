/** Counting bytes by the hour, on a clock that the test moves. */
import type { TrafficPath } from '@sotto/ports';
import { FakeClock } from '@sotto/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrafficMeter } from './traffic-meter.ts';

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 10, 21, 12);
const PATHS: readonly TrafficPath[] = ['direct', 'webrtc', 'relayed', 'mailbox'];

function total(meter: TrafficMeter): number {
  return meter
    .report()
    .hours.flatMap(({ paths }) => Object.values(paths))
    .reduce((sum, { bytesIn, bytesOut }) => sum + bytesIn + bytesOut, 0);
}

describe('the traffic meter', () => {
  it('counts each direction and each path by itself, in the hour in which it happens', () => {
    const clock = new FakeClock(NOON_MS + 59 * 60_000);
    const meter = new TrafficMeter(clock);
    meter.count('direct', 'bytesIn', 100);
    meter.count('direct', 'bytesIn', 20);
    meter.count('mailbox', 'bytesOut', 7);
    clock.advance(60_000);
    meter.count('direct', 'bytesOut', 3);
    const { hours, sinceMs } = meter.report();
    expect(sinceMs).toBe(NOON_MS + 59 * 60_000);
    expect(hours).toHaveLength(24);
    expect(hours.map(({ startMs }) => startMs)).toEqual(
      Array.from({ length: 24 }, (_, i) => NOON_MS + HOUR_MS - (23 - i) * HOUR_MS),
    );
    expect(hours.at(-2)?.paths).toEqual({
      direct: { bytesIn: 120, bytesOut: 0 },
      webrtc: { bytesIn: 0, bytesOut: 0 },
      relayed: { bytesIn: 0, bytesOut: 0 },
      mailbox: { bytesIn: 0, bytesOut: 7 },
    });
    expect(hours.at(-1)?.paths.direct).toEqual({ bytesIn: 0, bytesOut: 3 });
  });

  it('forgets an hour when a day has passed', () => {
    const clock = new FakeClock(NOON_MS);
    const meter = new TrafficMeter(clock);
    meter.count('webrtc', 'bytesIn', 5);
    clock.advance(23 * HOUR_MS);
    expect(meter.report().hours[0]?.paths.webrtc.bytesIn).toBe(5);
    clock.advance(HOUR_MS);
    expect(total(meter)).toBe(0);
    meter.count('webrtc', 'bytesIn', 2);
    expect(total(meter)).toBe(2);
  });

  it('E8: a wall clock that jumps, either way, loses no more than the hours that it jumps over', () => {
    const clock = new FakeClock(NOON_MS);
    const meter = new TrafficMeter(clock);
    meter.count('direct', 'bytesIn', 1);
    clock.jumpWallClock(-2 * HOUR_MS);
    meter.count('direct', 'bytesIn', 10);
    expect(total(meter)).toBe(10);
    clock.jumpWallClock(2 * HOUR_MS);
    expect(total(meter)).toBe(11);
    clock.jumpWallClock(-NOON_MS - HOUR_MS);
    meter.count('direct', 'bytesIn', 4);
    expect(meter.report().hours.at(-1)).toMatchObject({ startMs: 0, paths: { direct: { bytesIn: 4 } } });
  });

  it('a report does not change when more is counted', () => {
    const meter = new TrafficMeter(new FakeClock(NOON_MS));
    meter.count('mailbox', 'bytesIn', 1);
    const before = meter.report();
    meter.count('mailbox', 'bytesIn', 1);
    expect(before.hours.at(-1)?.paths.mailbox.bytesIn).toBe(1);
  });

  it('reports exactly what was counted in the last 24 hours, whatever is counted when', () => {
    const steps = fc.array(
      fc.record({
        path: fc.constantFrom(...PATHS),
        direction: fc.constantFrom('bytesIn' as const, 'bytesOut' as const),
        bytes: fc.nat(65_536),
        waitMs: fc.nat(9 * HOUR_MS),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const clock = new FakeClock(NOON_MS);
        const meter = new TrafficMeter(clock);
        const counted: { readonly hour: number; readonly bytes: number }[] = [];
        for (const { path, direction, bytes, waitMs } of all) {
          meter.count(path, direction, bytes);
          counted.push({ hour: Math.floor(clock.nowMs() / HOUR_MS), bytes });
          clock.advance(waitMs);
        }
        const first = Math.floor(clock.nowMs() / HOUR_MS) - 23;
        const expected = counted.filter(({ hour }) => hour >= first).reduce((sum, { bytes }) => sum + bytes, 0);
        expect(total(meter)).toBe(expected);
      }),
    );
  });
});
