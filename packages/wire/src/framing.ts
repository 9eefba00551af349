/**
 * Length-prefixed frames on a byte stream (specs/00 §6; attack F4).
 *
 * A frame is a 4-byte big-endian length and that many bytes. The length is checked against the bound before
 * anything is allocated, and the decoder never holds more than one frame and one prefix beyond what was pushed.
 */
import { DecodeError, LimitError } from './errors.ts';

const PREFIX_BYTES = 4;

/** @throws {LimitError} `too-large` when `frame` exceeds `maxBytes`. */
export function encodeFrame(frame: Uint8Array, maxBytes: number): Uint8Array {
  if (frame.length > maxBytes) throw new LimitError('too-large', 'frame too large', { facts: { maxBytes } });
  const bytes = new Uint8Array(PREFIX_BYTES + frame.length);
  new DataView(bytes.buffer).setUint32(0, frame.length);
  bytes.set(frame, PREFIX_BYTES);
  return bytes;
}

/** Cuts pushed chunks into frames. One decoder per stream. */
export class FrameDecoder {
  readonly #maxBytes: number;
  readonly #prefix = new Uint8Array(PREFIX_BYTES);
  #prefixFilled = 0;
  #frame: Uint8Array | undefined;
  #frameFilled = 0;

  /** `maxBytes`: largest frame that will be allocated. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes one chunk and returns the frames it completes, in order.
   * @throws {DecodeError} `wrong-length` for an empty frame
   * @throws {LimitError} `too-large` for a length above the bound, before allocation; the stream must then be reset.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#frame === undefined) {
        const take = Math.min(PREFIX_BYTES - this.#prefixFilled, chunk.length - offset);
        this.#prefix.set(chunk.subarray(offset, offset + take), this.#prefixFilled);
        this.#prefixFilled += take;
        offset += take;
        if (this.#prefixFilled < PREFIX_BYTES) break;
        this.#frame = this.#allocate();
        this.#frameFilled = 0;
      }
      const frame = this.#frame;
      const take = Math.min(frame.length - this.#frameFilled, chunk.length - offset);
      frame.set(chunk.subarray(offset, offset + take), this.#frameFilled);
      this.#frameFilled += take;
      offset += take;
      if (this.#frameFilled === frame.length) {
        frames.push(frame);
        this.#frame = undefined;
        this.#prefixFilled = 0;
      }
    }
    return frames;
  }

  #allocate(): Uint8Array {
    const length = new DataView(this.#prefix.buffer).getUint32(0);
    if (length === 0) throw new DecodeError('wrong-length', 'empty frame');
    if (length > this.#maxBytes) {
      throw new LimitError('too-large', 'frame too large', { facts: { maxBytes: this.#maxBytes } });
    }
    return new Uint8Array(length);
  }
}
