import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHeader, encodeHeader, HEADER_BYTES } from './ratchet-header.ts';
import { failure } from './testing/devices.ts';

const uint32 = fc.nat({ max: 0xffff_ffff });

describe('the ratchet header', () => {
  test('comes back from its bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.tuple(uint32, uint32, uint32),
        (ratchetKey, numbers) => {
          const [previousLength, number, epoch] = numbers;
          const header = { ratchetKey, previousLength, number, epoch };
          const bytes = encodeHeader(header);
          expect(bytes).toHaveLength(HEADER_BYTES);
          expect(decodeHeader(bytes)).toEqual(header);
        },
      ),
    );
  });

  test('A13: an extension that was not agreed on is refused, never skipped', () => {
    const bytes = encodeHeader({ ratchetKey: new Uint8Array(32), previousLength: 0, number: 0, epoch: 0 });
    for (const [version, length] of [0, 2, 255].flatMap((each) => [41, HEADER_BYTES, 4_096].map((n) => [each, n]))) {
      const extended = new Uint8Array(length ?? 0);
      extended.set(bytes.subarray(0, length));
      extended[40] = version ?? 0;
      expect(() => decodeHeader(extended)).toThrow(expect.objectContaining(failure('wrong-version')));
    }
  });

  test('of another length is refused', () => {
    const bytes = encodeHeader({ ratchetKey: new Uint8Array(32), previousLength: 0, number: 0, epoch: 0 });
    for (const other of [new Uint8Array(0), bytes.subarray(0, 40), bytes.subarray(0, -1), Uint8Array.of(...bytes, 0)]) {
      expect(() => decodeHeader(other)).toThrow(expect.objectContaining(failure('wrong-length')));
    }
  });
});
