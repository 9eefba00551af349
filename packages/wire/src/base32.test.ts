import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBase32, parseBase32 } from './base32.ts';

describe('base32', () => {
  test('carries any bytes in characters of the QR alphanumeric mode', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const text = formatBase32(bytes);
        expect(text).toMatch(/^[A-Z2-7]*$/);
        expect(parseBase32(text)).toEqual(bytes);
      }),
    );
  });

  test('agrees with RFC 4648', () => {
    expect(formatBase32(new TextEncoder().encode('foobar'))).toBe('MZXW6YTBOI');
  });

  test.each(['my', 'MY======', 'MZ', 'M', 'M1', 'M Y'])('has one text for each value: refuses %j', (text) => {
    expect(() => parseBase32(text)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });
});
