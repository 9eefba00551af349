/**
 * Payload sizes: buckets of 512, 1,024, 2,048 and 4,096 bytes, then PADMÉ up to 64 KiB (specs/05 §3; attack B14).
 *
 * Padding is `data || 0x80 || 0x00*` and sits inside the encryption. The size of a payload depends on the bucket only.
 */
import { DecodeError, LimitError } from './errors.ts';
import { LIMITS, PAYLOAD_BUCKETS } from './limits.ts';

/** The padded size for `length` bytes. PADMÉ: Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", 2019. */
export function paddedSize(length: number): number {
  for (const bucket of PAYLOAD_BUCKETS) if (length <= bucket) return bucket;
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const mask = 2 ** (exponent - mantissaBits) - 1;
  return Math.ceil(length / (mask + 1)) * (mask + 1);
}

/**
 * Pads `data` so that `data`, its padding and `overhead` bytes of sealing fill one bucket.
 * @throws {LimitError} `too-large` when that exceeds MAX_PAYLOAD_BYTES
 */
export function padToBucket(data: Uint8Array, overhead: number): Uint8Array {
  const total = paddedSize(data.length + 1 + overhead);
  if (total > LIMITS.MAX_PAYLOAD_BYTES) {
    throw new LimitError('too-large', 'message too large', {
      facts: { maxBytes: LIMITS.MAX_PAYLOAD_BYTES - overhead - 1 },
      hint: 'Send a shorter text.',
    });
  }
  const padded = new Uint8Array(total - overhead);
  padded.set(data);
  padded[data.length] = 0x80;
  return padded;
}

/** @throws {DecodeError} `malformed` when the padding is not `0x80 0x00*`. */
export function removePadding(padded: Uint8Array): Uint8Array {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== 0x80) throw new DecodeError('malformed', 'bad padding');
  return padded.subarray(0, end);
}
