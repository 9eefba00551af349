import { SottoError } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSignal, encodeSignal, MAX_SIGNAL_BYTES, type SignalKind } from './signal-frame.ts';

const KINDS: readonly SignalKind[] = ['offer', 'answer', 'candidate'];

describe('a signal', () => {
  it('decodes to what was encoded', () => {
    const signals = fc.record({
      kind: fc.constantFrom(...KINDS),
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    });
    fc.assert(
      fc.property(signals, (signal) => {
        expect(decodeSignal(encodeSignal(signal))).toEqual(signal);
      }),
    );
  });

  it('has a bound, a smaller one for candidates', () => {
    const ofSize = (kind: number, size: number) => new Uint8Array(size).fill(65).with(0, kind);
    expect(decodeSignal(ofSize(1, MAX_SIGNAL_BYTES)).text).toHaveLength(MAX_SIGNAL_BYTES - 1);
    expect(() => decodeSignal(ofSize(1, MAX_SIGNAL_BYTES + 1))).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(decodeSignal(ofSize(3, 513)).text).toHaveLength(512);
    expect(() => decodeSignal(ofSize(3, 514))).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(() => encodeSignal({ kind: 'candidate', text: 'x'.repeat(513) })).toThrow(SottoError);
    expect(() => encodeSignal({ kind: 'offer', text: '' })).toThrow(SottoError);
  });

  it.each([[[]], [[1]], [[0, 65]], [[4, 65]], [[2, 0xff]], [[2, 0xc0, 0x80]]])('F4: is not %j', (bytes) => {
    expect(() => decodeSignal(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  it('F4: gives a value that encodes to the same bytes, or a typed error, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
        try {
          expect(encodeSignal(decodeSignal(bytes))).toEqual(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(SottoError);
        }
      }),
    );
  });
});
