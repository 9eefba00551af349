import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, formatHex } from './bytes.ts';
import { encodeCanonical, encodeCanonicalIn, encodeUint64 } from './canonical.ts';
import { UsageError } from './errors.ts';
import { LABELS, type Label } from './labels.ts';

const labels = fc.constantFrom<Label>(...Object.values(LABELS));
const parts = fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 6 });

describe('the canonical encoding', () => {
  test('is label, zero byte, then four bytes of length before each part', () => {
    const encoded = encodeCanonical(LABELS.topic, Uint8Array.of(7), 'é', 258);
    const label = formatHex(encodeUtf8(LABELS.topic));
    expect(formatHex(encoded)).toBe(`${label}00000000010700000002c3a9000000080000000000000102`);
  });

  test('A4: is injective: different labels or parts never give the same bytes', () => {
    fc.assert(
      fc.property(labels, parts, labels, parts, (labelA, partsA, labelB, partsB) => {
        const same = labelA === labelB && partsA.map(formatHex).join() === partsB.map(formatHex).join();
        const sameCount = partsA.length === partsB.length;
        const equal = formatHex(encodeCanonical(labelA, ...partsA)) === formatHex(encodeCanonical(labelB, ...partsB));
        expect(equal).toBe(same && sameCount);
      }),
    );
  });

  test('A4: moving bytes from one part to the next changes the encoding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), fc.nat(), fc.nat(), (data, a, b) => {
        const [first, second] = [a % (data.length + 1), b % (data.length + 1)];
        fc.pre(first !== second);
        const cut = (at: number) => encodeCanonical(LABELS.topic, data.subarray(0, at), data.subarray(at));
        expect(cut(first)).not.toEqual(cut(second));
      }),
    );
  });

  test('can be read back: nothing of the parts is lost', () => {
    fc.assert(
      fc.property(labels, parts, (label, input) => {
        const encoded = encodeCanonical(label, ...input);
        const view = new DataView(encoded.buffer);
        const read: Uint8Array[] = [];
        let offset = encoded.indexOf(0) + 1;
        while (offset < encoded.length) {
          const length = view.getUint32(offset);
          read.push(encoded.slice(offset + 4, offset + 4 + length));
          offset += 4 + length;
        }
        expect(read).toEqual(input);
      }),
    );
  });

  test('is the same in room that was used before, or that is too small', () => {
    fc.assert(
      fc.property(labels, parts, fc.integer({ min: 0, max: 160 }), (label, input, length) => {
        const room = new Uint8Array(length + 3).fill(0xff).subarray(3);
        const encoded = encodeCanonicalIn(room, label, input);
        expect(encoded).toEqual(encodeCanonical(label, ...input));
        expect(encoded.buffer === room.buffer).toBe(encoded.length <= length);
      }),
    );
  });

  test.each(['\ud800', 'a\udc00b'])('refuses text that UTF-8 would change: %j', (text) => {
    expect(() => encodeCanonical(LABELS.topic, text)).toThrow(UsageError);
  });
});

describe('numbers', () => {
  test('are eight bytes, the largest first', () => {
    expect(formatHex(encodeUint64(0))).toBe('0000000000000000');
    expect(formatHex(encodeUint64(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff');
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuse %d', (value) => {
    expect(() => encodeUint64(value)).toThrow(UsageError);
  });
});
