import { concatBytes } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { isStrictForm } from './ed25519-strict.ts';

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const SIGN_BIT = 2n ** 255n;

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

function isAccepted({ a = 9n, r = 9n, s = 1n }): boolean {
  return isStrictForm(littleEndian(a), concatBytes(littleEndian(r), littleEndian(s)));
}

describe('the form of Ed25519 keys and signatures', () => {
  test('S is below the group order', () => {
    for (const s of [0n, 1n, L - 1n]) expect(isAccepted({ s })).toBe(true);
    for (const s of [L, L + 1n, 2n * L, 2n ** 253n, 2n ** 256n - 1n]) expect(isAccepted({ s })).toBe(false);
  });

  test('D13: keys and nonces are below the modulus, with either sign bit', () => {
    for (const y of [2n, 9n, P - 2n]) {
      for (const point of [y, y + SIGN_BIT]) {
        expect(isAccepted({ a: point })).toBe(true);
        expect(isAccepted({ r: point })).toBe(true);
      }
    }
    for (let y = P; y < SIGN_BIT; y++) {
      for (const point of [y, y + SIGN_BIT]) {
        expect(isAccepted({ a: point })).toBe(false);
        expect(isAccepted({ r: point })).toBe(false);
      }
    }
  });

  test('D13: 0, 1, -1 and the points of order 8 are refused, with either sign bit', () => {
    const order8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
    for (const y of [0n, 1n, P - 1n, order8, P - order8]) {
      for (const point of [y, y + SIGN_BIT]) {
        expect(isAccepted({ a: point })).toBe(false);
        expect(isAccepted({ r: point })).toBe(false);
      }
    }
  });

  test('other lengths are refused', () => {
    const [key, signature] = [littleEndian(9n), concatBytes(littleEndian(9n), littleEndian(1n))];
    expect(isStrictForm(key, signature)).toBe(true);
    expect(isStrictForm(key.subarray(1), signature)).toBe(false);
    expect(isStrictForm(key, signature.subarray(1))).toBe(false);
    expect(isStrictForm(new Uint8Array(33), signature)).toBe(false);
    expect(isStrictForm(key, new Uint8Array(65))).toBe(false);
  });
});
