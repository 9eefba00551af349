/** Fresh bytes that can be drawn again: SHA-256 of a seed and a count, block after block. */
import { createHash } from 'node:crypto';

export function recordedBytes(seed: string): (length: number) => Uint8Array {
  let block = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const hash = createHash('sha256').update(`${seed}/${block++}`).digest();
      bytes.set(hash.subarray(0, Math.min(32, length - at)), at);
    }
    return bytes;
  };
}
