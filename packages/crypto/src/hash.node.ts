/**
 * SHA-256, HMAC and HKDF on Node from one-shot hashes (RFC 2104, RFC 5869).
 *
 * Node 24.18 and later spend 10 µs per raw key given to `createHmac` or `hkdfSync`; two one-shot hashes cost 1.3 µs. A
 * one-shot hash spends most of its time on making a buffer for the result, so the inner hash of a tag is taken as text:
 * nobody can use it without the key. What is secret stays in buffers, which can be wiped.
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
// The views of `scratchInner` by the length of their data: making one costs as much as hashing it.
const scratchViews = Array.from({ length: SCRATCH_DATA + 1 }, (_, length) => scratchInner.subarray(0, BLOCK + length));

export function sha256(data: Uint8Array): Uint8Array {
  const result = hash('sha256', data, 'buffer');
  return new Uint8Array(result.buffer, result.byteOffset, DIGEST);
}

/** Writes the pads of a key of at most a block over those of the empty key. */
function setPads(inner: Uint8Array, key: Uint8Array): void {
  for (let i = 0; i < key.length; i++) {
    const byte = key[i] as number;
    inner[i] = byte ^ INNER_PAD;
    outer[i] = byte ^ OUTER_PAD;
  }
}

/** Room for a pad and `length` bytes. */
function innerBuffer(length: number): Uint8Array {
  return scratchViews[length] ?? new Uint8Array(BLOCK + length).fill(INNER_PAD, 0, BLOCK);
}

function setDigest(target: Uint8Array, offset: number, digest: string): void {
  for (let i = 0; i < DIGEST; i++) target[offset + i] = digest.charCodeAt(i);
}

/** The tag of what follows the pad in `inner`, whose pads have been set. */
function finishTag(inner: Uint8Array): Uint8Array {
  setDigest(outer, BLOCK, hash('sha256', inner, 'binary'));
  return sha256(outer);
}

function restorePads(inner: Uint8Array): void {
  inner.fill(INNER_PAD, 0, BLOCK);
  inner.fill(0, BLOCK);
  outer.fill(OUTER_PAD, 0, BLOCK);
}

/** Leaves in `outer` what the second hash of a tag takes; the caller restores its pad. */
function setOuter(key: Uint8Array, data: Uint8Array): void {
  const inner = innerBuffer(data.length);
  setPads(inner, key.length > BLOCK ? sha256(key) : key);
  inner.set(data, BLOCK);
  setDigest(outer, BLOCK, hash('sha256', inner, 'binary'));
  inner.fill(INNER_PAD, 0, BLOCK);
  inner.fill(0, BLOCK);
}

export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  setOuter(key, data);
  const tag = sha256(outer);
  outer.fill(OUTER_PAD, 0, BLOCK);
  return tag;
}

export function hmacTagSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  setOuter(key, data);
  const tag = new Uint8Array(DIGEST);
  setDigest(tag, 0, hash('sha256', outer, 'binary'));
  outer.fill(OUTER_PAD, 0, BLOCK);
  return tag;
}

export function hkdfSha256(input: HkdfInput): Uint8Array {
  checkHkdfInput(input);
  const { secret, salt, info, length } = input;
  const pseudoRandomKey = hmacSha256(salt, secret);
  const output = new Uint8Array(length);
  // RFC 5869 §2.3: T(1) = HMAC(PRK, info || 1), T(i) = HMAC(PRK, T(i - 1) || info || i).
  const first = innerBuffer(info.length + 1);
  setPads(first, pseudoRandomKey);
  first.set(info, BLOCK);
  first[BLOCK + info.length] = 1;
  let block = finishTag(first);
  const following = innerBuffer(DIGEST + info.length + 1);
  setPads(following, pseudoRandomKey);
  pseudoRandomKey.fill(0);
  following.set(info, BLOCK + DIGEST);
  for (let offset = 0, counter = 2; ; offset += DIGEST, counter++) {
    output.set(offset + DIGEST > length ? block.subarray(0, length - offset) : block, offset);
    if (offset + DIGEST >= length) break;
    following.set(block, BLOCK);
    following[following.length - 1] = counter;
    block.fill(0);
    block = finishTag(following);
  }
  block.fill(0);
  restorePads(first);
  restorePads(following);
  return output;
}
