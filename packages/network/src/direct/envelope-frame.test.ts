import { create, DecodeError, DirectFrameSchema, decodeMessage, encodeMessage, LIMITS, LimitError } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEnvelopeFrame, readEnvelopeFrame } from './envelope-frame.ts';

const LENGTHS = [1, 2, 127, 128, 1_071, 16_383, 16_384, 70_000];

function written(envelope: Uint8Array): Uint8Array {
  return encodeMessage(DirectFrameSchema, create(DirectFrameSchema, { frame: { case: 'envelope', value: envelope } }));
}

/** The envelope that the strict decoder of wire reads. */
function strictly(frame: Uint8Array): Uint8Array | undefined {
  try {
    const decoded = decodeMessage(DirectFrameSchema, frame, LIMITS.MAX_FRAME_BYTES).frame;
    return decoded.case === 'envelope' ? decoded.value : undefined;
  } catch (error) {
    if (error instanceof DecodeError || error instanceof LimitError) return undefined;
    throw error;
  }
}

/** Whatever is read here is read the same by the strict decoder. Returns whether it was. */
function agrees(frame: Uint8Array): boolean {
  const read = readEnvelopeFrame(frame);
  if (read === undefined) return false;
  const expected = strictly(frame);
  expect(expected && [...expected]).toEqual([...read]);
  return true;
}

describe('a frame with an envelope', () => {
  it.each(LENGTHS)('of %d bytes is written as its schema writes it, and read back', (length) => {
    const envelope = new Uint8Array(length).fill(7);
    const frame = encodeEnvelopeFrame(envelope);
    expect(frame).toEqual(written(envelope));
    expect(readEnvelopeFrame(frame)).toEqual(envelope);
  });

  it('is written as its schema writes it when it is empty, and left to the strict decoder', () => {
    const frame = encodeEnvelopeFrame(new Uint8Array(0));
    expect(frame).toEqual(written(new Uint8Array(0)));
    expect(agrees(frame)).toBe(false);
  });

  it('A4: is never read where the strict decoder refuses: changed, cut, longer', () => {
    const frames = fc.constantFrom(1, 5, 127, 128, 300).map((length) => written(new Uint8Array(length).fill(1)));
    const change = fc.record({ at: fc.nat({ max: 4 }), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(frames, fc.array(change, { minLength: 1, maxLength: 3 }), (frame, changes) => {
        const changed = Uint8Array.from(frame);
        for (const { at, to } of changes) if (at < changed.length) changed[at] = to;
        agrees(changed);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(frames, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 6 }), (frame, at, more) => {
        expect(agrees(frame.subarray(0, at % frame.length))).toBe(false);
        agrees(Uint8Array.of(...frame, ...more));
      }),
    );
  });

  it('is left to the strict decoder when its length is not in the fewest bytes, or it is empty', () => {
    expect(agrees(Uint8Array.of(0x0a, 1, 9))).toBe(true);
    for (const bytes of [[], [0x0a], [0x0a, 0], [0x0a, 0x81, 0, 9], [0x0a, 0x80], [0x0a, 1, 9, 0], [0x12, 1, 9]]) {
      expect(readEnvelopeFrame(Uint8Array.from(bytes))).toBeUndefined();
    }
  });
});
