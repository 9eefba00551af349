/**
 * The one frame that a direct stream carries most: an envelope (specs/07 §2), written and read without a schema.
 *
 * What is read here is canonical by construction: one field, its length in the fewest bytes, and nothing after it. What
 * looks different is left to the strict decoder of `wire`.
 */

/** Field 1, with a length. */
const ENVELOPE_TAG = 0x0a;
/** Of a length: 21 bits, more than any frame needs. */
const MAX_LENGTH_BYTES = 3;

/** `envelope`: less than 2^21 bytes. */
export function encodeEnvelopeFrame(envelope: Uint8Array): Uint8Array {
  const { length } = envelope;
  const lengthBytes = length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : MAX_LENGTH_BYTES;
  const start = 1 + lengthBytes;
  const frame = new Uint8Array(start + length);
  frame[0] = ENVELOPE_TAG;
  for (let i = 0; i < lengthBytes; i++) {
    const isLast = i === lengthBytes - 1;
    frame[1 + i] = ((length >>> (7 * i)) & 0x7f) | (isLast ? 0 : 0x80);
  }
  frame.set(envelope, start);
  return frame;
}

/** The envelope as a view of `frame`; `undefined` when it is another frame, or not laid out like this. */
export function readEnvelopeFrame(frame: Uint8Array): Uint8Array | undefined {
  if (frame[0] !== ENVELOPE_TAG) return undefined;
  let length = 0;
  for (let i = 0; i < MAX_LENGTH_BYTES; i++) {
    const byte = frame[1 + i];
    if (byte === undefined) return undefined;
    length |= (byte & 0x7f) << (7 * i);
    if (byte >= 0x80) continue;
    const start = 2 + i;
    // A last byte of zero says nothing: the length fits in fewer, or there is none.
    return byte !== 0 && start + length === frame.length ? frame.subarray(start) : undefined;
  }
  return undefined;
}
