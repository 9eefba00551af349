/**
 * Writes a record as bytes: unsigned integers in the fewest bytes, everything else after its length.
 *
 * What it writes is secret until it has been sealed: buffers that it leaves behind are overwritten.
 */
import { encodeUtf8, LIMITS, LimitError, UsageError } from '@sotto/wire';

/** What most records need. */
const CAPACITY = 4_096;

export class ByteWriter {
  #buffer = new Uint8Array(CAPACITY);
  #length = 0;

  /** An integer in 0 … 2^53 - 1, seven bits a byte, lowest first. @throws {UsageError} `invalid-argument` */
  uint(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('invalid-argument', 'not an unsigned integer');
    let rest = value;
    while (rest > 0x7f) {
      this.#byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#byte(rest);
  }

  bytes(value: Uint8Array): void {
    this.uint(value.length);
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  text(value: string): void {
    this.bytes(encodeUtf8(value));
  }

  /** Everything written, in one new array. The writer is empty afterwards. */
  finish(): Uint8Array {
    const written = this.#buffer.slice(0, this.#length);
    this.clear();
    return written;
  }

  /** Overwrites what was written, and keeps no more room than most records need. */
  clear(): void {
    this.#buffer.fill(0, 0, this.#length);
    this.#length = 0;
    if (this.#buffer.length > CAPACITY) this.#buffer = new Uint8Array(CAPACITY);
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  /** @throws {LimitError} `too-large` */
  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed > LIMITS.MAX_STORE_RECORD_BYTES) {
      throw new LimitError('too-large', 'record too large', { facts: { maxBytes: LIMITS.MAX_STORE_RECORD_BYTES } });
    }
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer);
    this.#buffer.fill(0);
    this.#buffer = larger;
  }
}
