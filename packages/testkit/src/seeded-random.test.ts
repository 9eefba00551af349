import { formatHex } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chachaBlock, SeededPrng, seededRandom } from './seeded-random.ts';

describe('seeded randomness', () => {
  test('is the ChaCha20 key stream: the all-zero block of RFC 8439 appendix A.1', () => {
    const zero = formatHex(chachaBlock(new Uint8Array(32), 0));
    expect(zero.startsWith('76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7')).toBe(true);
    const one = formatHex(chachaBlock(new Uint8Array(32), 1));
    expect(one.startsWith('9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed')).toBe(true);
  });

  test('repeats for the same seed and differs for another', () => {
    expect(seededRandom('a').bytes(100)).toEqual(seededRandom('a').bytes(100));
    expect(seededRandom(1).bytes(32)).not.toEqual(seededRandom(2).bytes(32));
    const long = 'x'.repeat(100);
    expect(seededRandom(`${long}1`).bytes(32)).not.toEqual(seededRandom(`${long}2`).bytes(32));
  });

  test('gives the same stream however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 150 }), { maxLength: 10 }), (lengths) => {
        const random = seededRandom('cut');
        const pieces = lengths.flatMap((length) => [...random.bytes(length)]);
        expect(pieces).toEqual([...seededRandom('cut').bytes(pieces.length)]);
      }),
    );
  });

  test('a fork has a stream of its own that draws elsewhere do not move', () => {
    const first = new SeededPrng(7);
    const second = new SeededPrng(7);
    second.bytes(1_000);
    expect(first.fork('faults').bytes(32)).toEqual(second.fork('faults').bytes(32));
    expect(first.fork('faults').bytes(32)).not.toEqual(first.fork('keys').bytes(32));
  });

  test('draws stay in their range and reach both ends', () => {
    const prng = new SeededPrng('range');
    const drawn = Array.from({ length: 500 }, () => prng.integer(3, 5));
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
    expect(prng.chance(0)).toBe(false);
    expect(prng.chance(1)).toBe(true);
    expect(prng.shuffle([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
    expect(() => prng.pick([])).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});
