/**
 * SHA-256, HMAC and HKDF on Node from one-shot hashes (RFC 2104, RFC 5869).
 *
 * Node 24.18 and later spend 10 µs per raw key given to `createHmac` or `hkdfSync`; two one-shot hashes cost 1.6 µs.
 */
import { hash } from 'node:crypto';
import type { HkdfInput } from './provider.ts';

const BLOCK = 64;
const DIGEST = 32;
const SCRATCH_DATA = 192;
const EMPTY = new Uint8Array(0);
// Reused between calls and cleared after each: everything here is synchronous.
const scratchInner = new Uint8Array(BLOCK + SCRATCH_DATA);
const scratchOuter = new Uint8Array(BLOCK + DIGEST);

function digest(data: Uint8Array): Uint8Array {
  return hash('sha256', data, 'buffer');
}

export function sha256(data: Uint8Array): Uint8Array {
  const result = digest(data);
  return new Uint8Array(result.buffer, result.byteOffset, DIGEST);
}

export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  const shortKey = key.length > BLOCK ? digest(key) : key;
  const length = BLOCK + data.length;
  const inner = data.length <= SCRATCH_DATA ? scratchInner.subarray(0, length) : new Uint8Array(length);
  for (let i = 0; i < BLOCK; i++) {
    const byte = i < shortKey.length ? (shortKey[i] as number) : 0;
    inner[i] = byte ^ 0x36;
    scratchOuter[i] = byte ^ 0x5c;
  }
  inner.set(data, BLOCK);
  const innerDigest = digest(inner);
  scratchOuter.set(innerDigest, BLOCK);
  const tag = sha256(scratchOuter);
  inner.fill(0);
  scratchOuter.fill(0);
  innerDigest.fill(0);
  return tag;
}

export function hkdfSha256({ secret, salt, info, length }: HkdfInput): Uint8Array {
  const pseudoRandomKey = hmacSha256(salt, secret);
  const output = new Uint8Array(length);
  const input = new Uint8Array(DIGEST + info.length + 1);
  let previous: Uint8Array = EMPTY;
  for (let offset = 0, counter = 1; offset < length; offset += DIGEST, counter++) {
    input.set(previous);
    input.set(info, previous.length);
    input[previous.length + info.length] = counter;
    previous = hmacSha256(pseudoRandomKey, input.subarray(0, previous.length + info.length + 1));
    output.set(previous.subarray(0, length - offset), offset);
  }
  pseudoRandomKey.fill(0);
  previous.fill(0);
  input.fill(0);
  return output;
}
