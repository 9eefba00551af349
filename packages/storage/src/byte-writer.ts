/** Writes a record as bytes: unsigned integers in the fewest bytes, everything else after its length. */
import { encodeUtf8, LIMITS, LimitError, UsageError } from '@sotto/wire';

export class ByteWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** An integer in 0 … 2^53 - 1, seven bits a byte, lowest first. @throws {UsageError} `invalid-argument` */
  uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('invalid-argument', 'not an unsigned integer');
    const groups: number[] = [];
    let rest = value;
    while (rest > 0x7f) {
      groups.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    groups.push(rest);
    this.#push(Uint8Array.from(groups));
  }

  bytes(value: Uint8Array): void {
    this.uint(value.length);
    this.#push(value);
  }

  text(value: string): void {
    this.bytes(encodeUtf8(value));
  }

  /** Everything written, in one new array: the only copy of what it was given. */
  finish(): Uint8Array {
    const joined = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      joined.set(part, offset);
      offset += part.length;
    }
    return joined;
  }

  #push(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > LIMITS.MAX_STORE_RECORD_BYTES) {
      throw new LimitError('too-large', 'record too large', { facts: { maxBytes: LIMITS.MAX_STORE_RECORD_BYTES } });
    }
    this.#parts.push(part);
  }
}
