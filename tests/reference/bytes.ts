/** Numbers as bytes and back, and joined bytes: big-endian throughout (specs/00 §4, specs/04 §7). */
import { demand } from './refusal.ts';

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** `value` in `width` bytes, the most significant first. */
export function number(value: number, width: number): Uint8Array {
  demand(Number.isSafeInteger(value) && value >= 0, 'invalid-argument');
  const bytes = new Uint8Array(width);
  let rest = BigInt(value);
  for (let at = width - 1; at >= 0; at -= 1) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  demand(rest === 0n, 'invalid-argument');
  return bytes;
}

export function numberOf(bytes: Uint8Array): number {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  demand(value < 2n ** 53n, 'malformed');
  return Number(value);
}

/** Of any size, the least significant byte first: how the curves write numbers. */
export function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return compare(a, b) === 0;
}

/** Byte by byte, the first difference decides; a beginning of the other comes first. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Reads fixed-size fields one after the other; refuses what is cut or left over (`malformed`). */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    demand(this.#at + length <= this.#bytes.length, 'malformed');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  number(width: number): number {
    return numberOf(this.take(width));
  }

  flag(): boolean {
    const value = this.number(1);
    demand(value <= 1, 'malformed');
    return value === 1;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  end(): void {
    demand(this.isAtEnd, 'malformed');
  }
}
