import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from './bytes.ts';
import { DecodeError, LimitError } from './errors.ts';
import { encodeFrame, FrameDecoder } from './framing.ts';

const MAX = 1_000;

/** Cuts `bytes` into pieces of the given lengths; what is left over is the last piece. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let offset = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  pieces.push(bytes.subarray(offset));
  return pieces;
}

describe('frames', () => {
  test('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 80 }), { maxLength: 12 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 40 }),
        (frames, lengths) => {
          const stream = concatBytes(...frames.map((frame) => encodeFrame(frame, MAX)));
          const decoder = new FrameDecoder(MAX);
          const decoded = cut(stream, lengths).flatMap((piece) => decoder.push(piece));
          expect(decoded).toEqual(frames);
        },
      ),
    );
  });

  test('are not views of the pushed chunk: reusing the chunk does not change them', () => {
    const chunk = encodeFrame(Uint8Array.of(1, 2, 3), MAX);
    const [frame] = new FrameDecoder(MAX).push(chunk);
    chunk.fill(9);
    expect(frame).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('of the largest size pass and one byte more is refused on both sides', () => {
    const decoder = new FrameDecoder(MAX);
    expect(decoder.push(encodeFrame(new Uint8Array(MAX), MAX))[0]?.length).toBe(MAX);
    expect(() => encodeFrame(new Uint8Array(MAX + 1), MAX)).toThrow(LimitError);
    expect(() => decoder.push(encodeFrame(new Uint8Array(MAX + 1), MAX + 1))).toThrow(LimitError);
  });

  test('without content are refused', () => {
    expect(() => new FrameDecoder(MAX).push(new Uint8Array(4))).toThrow(DecodeError);
  });

  test('F4: a claim of 2 GB is refused at the fourth byte, before anything of that size is allocated', () => {
    const claim = new Uint8Array(4);
    new DataView(claim.buffer).setUint32(0, 2 ** 31);
    const before = process.memoryUsage().arrayBuffers;
    const decoder = new FrameDecoder(131_072);
    expect(decoder.push(claim.subarray(0, 3))).toEqual([]);
    expect(() => decoder.push(claim.subarray(3))).toThrow(LimitError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  test('F4: every length above the bound is refused with the bound and without the claim being believed', () => {
    fc.assert(
      fc.property(fc.integer({ min: MAX + 1, max: 0xffff_ffff }), fc.uint8Array({ maxLength: 64 }), (length, rest) => {
        const claim = new Uint8Array(4);
        new DataView(claim.buffer).setUint32(0, length);
        expect(() => new FrameDecoder(MAX).push(concatBytes(claim, rest))).toThrow(
          expect.objectContaining({ code: 'too-large', facts: { maxBytes: MAX } }),
        );
      }),
    );
  });
});
