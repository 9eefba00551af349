/**
 * Randomness that a test can repeat: the ChaCha20 key stream of RFC 8439 under a key made from the seed.
 *
 * Owns: the generator and its convenience draws. Never for a product: whoever knows the seed knows every byte.
 */
import type { Random } from '@sotto/ports';
import { encodeUtf8, UsageError } from '@sotto/wire';

const BLOCK_BYTES = 64;
const KEY_BYTES = 32;
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
const ROUNDS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function quarterRound(state: Uint32Array, [a, b, c, d]: readonly [number, number, number, number]): void {
  const at = (index: number) => state[index] ?? 0;
  state[a] = at(a) + at(b);
  state[d] = rotate(at(d) ^ at(a), 16);
  state[c] = at(c) + at(d);
  state[b] = rotate(at(b) ^ at(c), 12);
  state[a] = at(a) + at(b);
  state[d] = rotate(at(d) ^ at(a), 8);
  state[c] = at(c) + at(d);
  state[b] = rotate(at(b) ^ at(c), 7);
}

/** One 64-byte block of RFC 8439 §2.3, with an all-zero nonce. */
export function chachaBlock(key: Uint8Array, counter: number): Uint8Array {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const initial = new Uint32Array(16);
  initial.set(CONSTANTS);
  for (let i = 0; i < 8; i++) initial[4 + i] = view.getUint32(i * 4, true);
  initial[12] = counter;
  const state = initial.slice();
  for (let doubleRound = 0; doubleRound < 10; doubleRound++) for (const round of ROUNDS) quarterRound(state, round);
  const block = new Uint8Array(BLOCK_BYTES);
  const out = new DataView(block.buffer);
  for (let i = 0; i < 16; i++) out.setUint32(i * 4, (state[i] ?? 0) + (initial[i] ?? 0), true);
  return block;
}

/** Absorbs the seed text into a key, 32 bytes at a time. */
function keyFromSeed(seed: string): Uint8Array {
  const text = encodeUtf8(`${seed.length}:${seed}`);
  let key: Uint8Array = new Uint8Array(KEY_BYTES);
  for (let offset = 0; offset < text.length; offset += KEY_BYTES) {
    const piece = text.subarray(offset, offset + KEY_BYTES);
    const mixed = key.map((byte, index) => byte ^ (piece[index] ?? 0));
    key = chachaBlock(mixed, 0).slice(0, KEY_BYTES);
  }
  return key;
}

/** A seeded generator with draws for tests. The same seed gives the same draws, whatever the platform. */
export class SeededPrng implements Random {
  readonly seed: string;
  readonly #key: Uint8Array;
  #counter = 0;
  #block: Uint8Array = new Uint8Array(0);

  constructor(seed: number | string) {
    this.seed = String(seed);
    this.#key = keyFromSeed(this.seed);
  }

  readonly bytes = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#block.length === 0) this.#block = chachaBlock(this.#key, this.#counter++);
      const piece = this.#block.subarray(0, length - filled);
      bytes.set(piece, filled);
      filled += piece.length;
      this.#block = this.#block.subarray(piece.length);
    }
    return bytes;
  };

  /** A number in [0, 1) with 48 random bits. */
  next(): number {
    const view = new DataView(this.bytes(6).buffer);
    return (view.getUint16(0) * 2 ** 32 + view.getUint32(2)) / 2 ** 48;
  }

  /** An integer in `min` … `max`, both possible. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with this probability. Draws only when the answer is open, so that a rate of 0 costs nothing. */
  chance(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  /** @throws {UsageError} `invalid-argument` when there is nothing to choose from */
  pick<Value>(values: readonly Value[]): Value {
    if (values.length === 0) throw new UsageError('invalid-argument', 'nothing to pick from');
    return values[this.integer(0, values.length - 1)] as Value;
  }

  shuffle<Value>(values: readonly Value[]): Value[] {
    const shuffled = [...values];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.integer(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as Value, shuffled[last] as Value];
    }
    return shuffled;
  }

  /** A generator of its own for one part of a test, so that draws elsewhere do not move its draws. */
  fork(label: string): SeededPrng {
    return new SeededPrng(`${this.seed}/${label}`);
  }
}

/** The port `Random`, seeded. */
export function seededRandom(seed: number | string): Random {
  return new SeededPrng(seed);
}
