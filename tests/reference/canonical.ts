/** The canonical encoding, and what is hashed and signed with it (specs/00 §4). */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { join, littleEndian, number, text } from './bytes.ts';
import { label } from './spec-tables.ts';

/** The order of the base point. */
const ORDER = ed25519.Point.Fn.ORDER;

export type Part = Uint8Array | string | number;

function bytesOf(part: Part): Uint8Array {
  if (typeof part === 'string') return text(part);
  return typeof part === 'number' ? number(part, 8) : part;
}

/** `label || 0x00 || (length(4) || part)*`; `name` is the name of the label in specs/00 §4. */
export function canonical(name: string, ...parts: readonly Part[]): Uint8Array {
  const encoded = parts.map(bytesOf).flatMap((part) => [number(part.length, 4), part]);
  return join(text(label(name)), Uint8Array.of(0), ...encoded);
}

export function hash(name: string, ...parts: readonly Part[]): Uint8Array {
  return sha256(canonical(name, ...parts));
}

export function signature(secretKey: Uint8Array, name: string, ...parts: readonly Part[]): Uint8Array {
  return ed25519.sign(canonical(name, ...parts), secretKey);
}

/**
 * Strictly by specs/03 §1: canonical A, R and S, neither A nor R of small order, and the equation without the cofactor.
 * Written out, because it decides what counts as a signature.
 */
export function isSignedBy(publicKey: Uint8Array, signed: Uint8Array, message: Uint8Array): boolean {
  if (publicKey.length !== 32 || signed.length !== 64) return false;
  try {
    const encodedR = signed.slice(0, 32);
    const a = ed25519.Point.fromBytes(publicKey, false);
    const r = ed25519.Point.fromBytes(encodedR, false);
    const s = littleEndian(signed.slice(32));
    if (a.isSmallOrder() || r.isSmallOrder() || s >= ORDER) return false;
    const k = littleEndian(sha512(join(encodedR, publicKey, message))) % ORDER;
    return ed25519.Point.BASE.multiplyUnsafe(s).equals(r.add(a.multiplyUnsafe(k)));
  } catch {
    return false;
  }
}
