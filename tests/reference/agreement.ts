/** X25519 and which keys are refused (specs/03 §2). */
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { littleEndian } from './bytes.ts';
import { demand, orRefuse } from './refusal.ts';

const P = 2n ** 255n - 19n;

export interface KeyPair {
  readonly secretKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

export function keyPair(secretKey: Uint8Array): KeyPair {
  return { secretKey, publicKey: x25519.getPublicKey(secretKey) };
}

/** @throws `bad-key` for a key that is not canonical or of small order */
export function agree(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  demand(publicKey.length === 32 && littleEndian(publicKey) < P, 'bad-key');
  const shared = orRefuse('bad-key', () => x25519.getSharedSecret(secretKey, publicKey));
  demand(
    shared.some((byte) => byte !== 0),
    'bad-key',
  );
  return shared;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/**
 * Refuses what is not a point of prime order, by another way than the one that the spec suggests: the Edwards point
 * with y = (u - 1) / (u + 1) must exist and be without torsion.
 *
 * @throws `bad-key`
 */
export function demandPrimeOrder(publicKey: Uint8Array): void {
  demand(publicKey.length === 32, 'bad-key');
  const u = littleEndian(publicKey);
  demand(u < P && u !== 0n && u !== P - 1n, 'bad-key');
  let y = ((u - 1n + P) * power(u + 1n, P - 2n)) % P;
  const encoded = new Uint8Array(32);
  for (let at = 0; at < 32; at += 1, y >>= 8n) encoded[at] = Number(y & 0xffn);
  const point = orRefuse('bad-key', () => ed25519.Point.fromBytes(encoded, false));
  demand(!point.isSmallOrder() && point.isTorsionFree(), 'bad-key');
}
