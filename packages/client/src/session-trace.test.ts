import { seededRandom } from '@sotto/testkit';
import { encodeUint64 } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeTrace,
  encodeTrace,
  hasDiverged,
  isSealedTwice,
  NO_TRACE,
  type SessionTrace,
  withFailed,
  withOpened,
  withoutFailed,
} from './session-trace.ts';

const MINUTE_MS = 60_000;

/** The packet that was sealed with key `position`, as the `copy`-th one. */
function packet(position: number, copy = 0) {
  const random = seededRandom(`${position} ${copy}`);
  return { position: encodeUint64(position), salt: random.bytes(8), isContradictory: false };
}

function opened(...positions: readonly number[]): SessionTrace {
  return positions.reduce((trace, position) => withOpened(trace, packet(position)), NO_TRACE);
}

describe('the trace of a session', () => {
  it('B7: tells a second packet of one message key from a copy of the first', () => {
    const trace = opened(1, 2, 3);
    for (const position of [1, 2, 3]) {
      expect(isSealedTwice(trace, packet(position, 1))).toBe(true);
      expect(isSealedTwice(trace, packet(position))).toBe(false);
    }
    expect(isSealedTwice(trace, packet(4, 1))).toBe(false);
  });

  it('B7: claims nothing of what it has forgotten, and remembers the newest 64', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
        const trace = opened(...Array.from({ length: count }, (_, i) => i));
        for (let position = 0; position < count + 5; position++) {
          const isRemembered = position < count && position >= count - 64;
          expect(isSealedTwice(trace, packet(position, 1))).toBe(isRemembered);
          expect(isSealedTwice(trace, packet(position))).toBe(false);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('B7: takes three different packets that fail, ten minutes apart, for a session that has diverged', () => {
    const start = 1_000;
    const two = withFailed(withFailed(NO_TRACE, packet(1), start), packet(2), start + MINUTE_MS);
    const again = withFailed(two, packet(2), start + 20 * MINUTE_MS);
    expect(hasDiverged(again, start + 20 * MINUTE_MS)).toBe(false);
    const three = withFailed(again, packet(3), start + 2 * MINUTE_MS);
    expect(hasDiverged(three, start + 10 * MINUTE_MS - 1)).toBe(false);
    expect(hasDiverged(three, start + 10 * MINUTE_MS)).toBe(true);
    expect(hasDiverged(withoutFailed(three), start + 10 * MINUTE_MS)).toBe(false);
    expect(isSealedTwice(withoutFailed(withFailed(opened(7), packet(1), start)), packet(7, 1))).toBe(true);
  });

  it('forgets what failed when something opens', () => {
    const failing = [1, 2, 3].reduce((trace, position) => withFailed(trace, packet(position), 0), NO_TRACE);
    const after = withFailed(withOpened(failing, packet(9)), packet(4), 60 * MINUTE_MS);
    expect(hasDiverged(after, 120 * MINUTE_MS)).toBe(false);
    expect(after.failedSinceMs).toBe(60 * MINUTE_MS);
  });

  it('does not wait for a clock that was ahead when the first one failed', () => {
    const failing = withFailed(NO_TRACE, packet(1), 1_000 * MINUTE_MS);
    const back = withFailed(withFailed(failing, packet(2), 5 * MINUTE_MS), packet(3), 6 * MINUTE_MS);
    expect(hasDiverged(back, 15 * MINUTE_MS)).toBe(true);
  });

  it('stays in bounds whatever comes, and is the same after it was stored', () => {
    const step = fc.record({ isOpened: fc.boolean(), position: fc.nat(100), copy: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), fc.nat(), (steps, nowMs) => {
        let trace = NO_TRACE;
        for (const { isOpened, position, copy } of steps) {
          const next = packet(position, copy);
          trace = isOpened ? withOpened(trace, next) : withFailed(trace, next, nowMs);
          expect(decodeTrace(encodeTrace(trace))).toEqual(trace);
        }
        expect(encodeTrace(trace).length).toBeLessThanOrEqual(9 + 3 * 8 + 64 * 16);
      }),
      { numRuns: 50 },
    );
  });

  it.each([0, 8, 10, 24, 26])('refuses %i bytes that are none', (length) => {
    const bytes = new Uint8Array(length);
    if (length > 0) bytes[0] = 1;
    expect(() => decodeTrace(bytes)).toThrow(expect.objectContaining({ code: 'wrong-length' }));
  });
});
