/** The randomness of Node: OpenSSL's generator, in small requests from a pool. */
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 1_024;

let pool = new Uint8Array(0);

/** Cryptographically secure; small requests are cut from a pool, each byte of which is handed out once and wiped. */
export function platformRandom(length: number): Uint8Array {
  if (length > POOL_BYTES / 4) return randomFillSync(new Uint8Array(length));
  if (pool.length < length) pool = randomFillSync(new Uint8Array(POOL_BYTES));
  const bytes = pool.slice(0, length);
  pool.fill(0, 0, length);
  pool = pool.subarray(length);
  return bytes;
}
