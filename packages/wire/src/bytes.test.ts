import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBytes, concatBytes, decodeUtf8, encodeUtf8, equalBytes, formatHex, parseHex } from './bytes.ts';
import { DecodeError } from './errors.ts';

const bytes = fc.uint8Array({ maxLength: 40 });

describe('bytes', () => {
  test('are joined in order', () => {
    expect(concatBytes()).toEqual(new Uint8Array(0));
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('are equal exactly when their order is zero', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(compareBytes(a, b) === 0).toBe(equalBytes(a, b));
        expect(Math.sign(compareBytes(a, b)) + Math.sign(compareBytes(b, a))).toBe(0);
        expect(equalBytes(a, a.slice())).toBe(true);
      }),
    );
  });

  test('are ordered as their hexadecimal texts are', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [x, y] = [formatHex(a), formatHex(b)];
        expect(Math.sign(compareBytes(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });

  test('survive hexadecimal', () => {
    fc.assert(
      fc.property(bytes, (a) => {
        expect(parseHex(formatHex(a))).toEqual(a);
      }),
    );
  });

  test.each(['0', '0G', 'AB', ' 00', '0x00', '００'])('hexadecimal refuses %j', (text) => {
    expect(() => parseHex(text)).toThrow(DecodeError);
  });
});

describe('text', () => {
  test('survives UTF-8, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      }),
    );
    expect(decodeUtf8(encodeUtf8('\ufeffa'))).toBe('\ufeffa');
  });

  test.each([
    ['a stray continuation', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
  ])('refuses %s', (_name, invalid) => {
    expect(() => decodeUtf8(Uint8Array.from(invalid))).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});
