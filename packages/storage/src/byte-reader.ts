/** Reads what `ByteWriter` wrote, and nothing else: other encodings of the same values are refused. */
import { DecodeError, decodeUtf8 } from '@sotto/wire';

export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws {DecodeError} `malformed`, `not-canonical` */
  uint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#take(1)[0] ?? 0;
      value += (byte & 0x7f) * factor;
      if (!Number.isSafeInteger(value)) throw new DecodeError('malformed', 'integer too large');
      if (byte < 0x80) {
        if (byte === 0 && factor > 1) throw new DecodeError('not-canonical', 'integer in too many bytes');
        return value;
      }
    }
  }

  /** A copy. @throws {DecodeError} `malformed` */
  bytes(): Uint8Array {
    return new Uint8Array(this.#take(this.uint()));
  }

  /** @throws {DecodeError} `malformed` */
  text(): string {
    return decodeUtf8(this.#take(this.uint()));
  }

  /** @throws {DecodeError} `malformed` when something is left */
  finish(): void {
    if (this.#offset !== this.#bytes.length) throw new DecodeError('malformed', 'record is too long');
  }

  #take(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw new DecodeError('malformed', 'record is too short');
    const taken = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }
}
