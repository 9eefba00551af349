/** Reading and writing fixed-size fields in order, with every read checked against the end. */
import { DecodeError } from '@sotto/wire';

export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  uint8(value: number): void {
    this.#view.setUint8(this.#length, value);
    this.#length += 1;
  }

  uint16(value: number): void {
    this.#view.setUint16(this.#length, value);
    this.#length += 2;
  }

  uint32(value: number): void {
    this.#view.setUint32(this.#length, value);
    this.#length += 4;
  }

  /** An integer below 2^53, as 8 bytes. */
  uint53(value: number): void {
    this.uint32(Math.floor(value / 0x1_0000_0000));
    this.uint32(value % 0x1_0000_0000);
  }

  bytes(value: Uint8Array): void {
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** The written bytes; the capacity must have been exact. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** Every read throws {DecodeError} `wrong-length` when the bytes end before it. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  #take(length: number): number {
    const start = this.#offset;
    if (start + length > this.#bytes.length) {
      throw new DecodeError('wrong-length', 'bytes end early', { facts: { offset: start } });
    }
    this.#offset = start + length;
    return start;
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  /** @throws {DecodeError} `malformed` above 2^53 - 1 */
  uint53(): number {
    const value = this.uint32() * 0x1_0000_0000 + this.uint32();
    if (!Number.isSafeInteger(value)) throw new DecodeError('malformed', 'number too large');
    return value;
  }

  /** A view. */
  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** @throws {DecodeError} `wrong-length` when bytes are left over */
  finish(): void {
    if (this.#offset !== this.#bytes.length) throw new DecodeError('wrong-length', 'bytes left over');
  }
}
