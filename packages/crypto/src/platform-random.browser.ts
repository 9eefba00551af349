/** The randomness of a browser. */

// The Web Crypto specification refuses more in one call.
const MAX_REQUEST_BYTES = 65_536;

/** Cryptographically secure. */
export function platformRandom(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let offset = 0; offset < length; offset += MAX_REQUEST_BYTES) {
    crypto.getRandomValues(bytes.subarray(offset, offset + MAX_REQUEST_BYTES));
  }
  return bytes;
}
