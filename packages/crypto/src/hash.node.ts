/**
 * SHA-256, HMAC and HKDF on Node from one-shot hashes (RFC 2104, RFC 5869).
 *
 * Node 24.18 and later spend 10 µs per raw key given to `createHmac` or `hkdfSync`; two one-shot hashes cost 1.6 µs.
 */
import { hash } from 'node:crypto';
import { checkHkdfInput } from './key-lengths.ts';
import type { HkdfInput } from './provider.ts';

const BLOCK = 64;
const DIGEST = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
const SCRATCH_DATA = 192;

// Reused between calls, which are synchronous. Between calls the first block of each is the pad of an empty key, so
// restoring it also wipes the key.
const scratchInner = new Uint8Array(BLOCK + SCRATCH_DATA).fill(INNER_PAD, 0, BLOCK);
const outer = new Uint8Array(BLOCK + DIGEST).fill(OUTER_PAD, 0, BLOCK);

function digest(data: Uint8Array): Uint8Array {
  return hash('sha256', data, 'buffer');
}

export function sha256(data: Uint8Array): Uint8Array {
  const result = digest(data);
  return new Uint8Array(result.buffer, result.byteOffset, DIGEST);
}

/** Mixes a key into both pads; doing it twice takes it out again. */
function mixKey(inner: Uint8Array, key: Uint8Array): void {
  for (let i = 0; i < key.length; i++) {
    const byte = key[i] as number;
    inner[i] = (inner[i] as number) ^ byte;
    outer[i] = (outer[i] as number) ^ byte;
  }
}

/** The tag of what follows the pad in `inner`; the key has been mixed in. */
function finishTag(inner: Uint8Array): Uint8Array {
  const innerDigest = digest(inner);
  outer.set(innerDigest, BLOCK);
  innerDigest.fill(0);
  return sha256(outer);
}

/** Room for a pad and `length` bytes. */
function innerBuffer(length: number): Uint8Array {
  if (length <= SCRATCH_DATA) return scratchInner.subarray(0, BLOCK + length);
  return new Uint8Array(BLOCK + length).fill(INNER_PAD, 0, BLOCK);
}

function restorePads(inner: Uint8Array): void {
  inner.fill(INNER_PAD, 0, BLOCK);
  inner.fill(0, BLOCK);
  outer.fill(OUTER_PAD, 0, BLOCK);
  outer.fill(0, BLOCK);
}

export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  const inner = innerBuffer(data.length);
  mixKey(inner, key.length > BLOCK ? digest(key) : key);
  inner.set(data, BLOCK);
  const tag = finishTag(inner);
  restorePads(inner);
  return tag;
}

export function hkdfSha256(input: HkdfInput): Uint8Array {
  checkHkdfInput(input);
  const { secret, salt, info, length } = input;
  const pseudoRandomKey = hmacSha256(salt, secret);
  const output = new Uint8Array(length);
  // RFC 5869 §2.3: T(1) = HMAC(PRK, info || 1), T(i) = HMAC(PRK, T(i - 1) || info || i).
  const inner = innerBuffer(DIGEST + info.length + 1);
  mixKey(inner, pseudoRandomKey);
  pseudoRandomKey.fill(0);
  inner.set(info, BLOCK);
  inner[BLOCK + info.length] = 1;
  let block = finishTag(inner.subarray(0, BLOCK + info.length + 1));
  inner.set(info, BLOCK + DIGEST);
  for (let offset = 0, counter = 2; ; offset += DIGEST, counter++) {
    output.set(offset + DIGEST > length ? block.subarray(0, length - offset) : block, offset);
    if (offset + DIGEST >= length) break;
    inner.set(block, BLOCK);
    inner[inner.length - 1] = counter;
    block.fill(0);
    block = finishTag(inner);
  }
  block.fill(0);
  restorePads(inner);
  return output;
}
