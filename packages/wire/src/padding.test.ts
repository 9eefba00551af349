import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from './bytes.ts';
import { DecodeError, LimitError } from './errors.ts';
import { LIMITS, PAYLOAD_BUCKETS } from './limits.ts';
import { paddedSize, padToBucket, removePadding } from './padding.ts';

const OVERHEAD = 137;

/** PADMÉ as its authors give it, in integers. */
function padme(length: number): number {
  const exponent = 31 - Math.clz32(length);
  const mantissaBits = 32 - Math.clz32(exponent);
  const mask = (1 << (exponent - mantissaBits)) - 1;
  return (length + mask) & ~mask;
}

describe('padded sizes', () => {
  test('are the four buckets up to 4,096 bytes', () => {
    const sizes = new Set(Array.from({ length: 4_096 }, (_, index) => paddedSize(index + 1)));
    expect([...sizes]).toEqual([...PAYLOAD_BUCKETS]);
    for (const bucket of PAYLOAD_BUCKETS) expect(paddedSize(bucket)).toBe(bucket);
  });

  test('above the buckets are PADMÉ for every length, never smaller than the data and at most 12 % larger', () => {
    for (let length = 4_097; length <= LIMITS.MAX_PAYLOAD_BYTES; length++) {
      const size = paddedSize(length);
      if (size !== padme(length) || size < length || size > length * 1.12) {
        expect.fail(`length ${length} is padded to ${size}`);
      }
    }
  });

  test('never shrink when the data grows', () => {
    for (let length = 1; length < LIMITS.MAX_PAYLOAD_BYTES; length++) {
      if (paddedSize(length + 1) < paddedSize(length)) expect.fail(`length ${length}`);
    }
  });
});

describe('padding', () => {
  test('comes off again, whatever the data ends with', () => {
    const endings = fc.constantFrom(
      new Uint8Array(0),
      Uint8Array.of(0),
      Uint8Array.of(0x80),
      Uint8Array.of(0x80, 0, 0),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), endings, (start, ending) => {
        const data = concatBytes(start, ending);
        expect(removePadding(padToBucket(data, OVERHEAD))).toEqual(data);
      }),
    );
  });

  test('B14: the sealed size is a function of the bucket only, not of the content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.nat({ max: 255 }), (data, fill) => {
        const sealed = padToBucket(data, OVERHEAD).length + OVERHEAD;
        expect(sealed).toBe(paddedSize(data.length + 1 + OVERHEAD));
        expect(padToBucket(new Uint8Array(data.length).fill(fill), OVERHEAD).length + OVERHEAD).toBe(sealed);
      }),
    );
  });

  test('B14: compressible and random data of one length give one size', () => {
    const random = Uint8Array.from({ length: 1_500 }, (_, index) => (index * 167 + 13) % 256);
    expect(padToBucket(new Uint8Array(1_500), OVERHEAD).length).toBe(padToBucket(random, OVERHEAD).length);
  });

  test('fills the largest payload exactly and refuses one byte more', () => {
    const largest = LIMITS.MAX_PAYLOAD_BYTES - OVERHEAD - 1;
    expect(padToBucket(new Uint8Array(largest), OVERHEAD).length + OVERHEAD).toBe(LIMITS.MAX_PAYLOAD_BYTES);
    expect(() => padToBucket(new Uint8Array(largest + 1), OVERHEAD)).toThrow(LimitError);
  });

  test.each([
    ['nothing', []],
    ['zeros only', [0, 0, 0]],
    ['no marker', [1, 2, 3]],
    ['another last byte', [1, 0x80, 0, 1]],
  ])('is refused when it is %s', (_name, bytes) => {
    expect(() => removePadding(Uint8Array.from(bytes))).toThrow(DecodeError);
  });
});
