/**
 * Reads an envelope that is laid out as every sender lays it out, without encoding it once more (specs/05 §1, specs/00 §6).
 *
 * A mailbox decodes nothing as often as envelopes. What is read here is canonical by construction: fields in order, each
 * number in the fewest bytes, nothing left out that is there and nothing there that would be left out. Whatever looks
 * different is left to the strict decoder of `wire`, which says what is wrong with it.
 */
import type { Envelope } from '@sotto/wire';

const [VERSION_TAG, TOPIC_TAG, PAYLOAD_TAG, TTL_TAG, ADMISSION_TAG] = [0x08, 0x12, 0x1a, 0x20, 0x2a] as const;
const VERSION = 1;
const TOPIC_BYTES = 32;
const TOPIC_START = 4;
const TOPIC_END = TOPIC_START + TOPIC_BYTES;
/** Of a number: 21 bits, more than any length or time to live of an envelope needs. */
const MAX_NUMBER_BYTES = 3;

interface ReadNumber {
  /** Not 0, which would be left out. */
  readonly value: number;
  readonly end: number;
}

/** The fields as views of `bytes`, or `undefined` when it is not laid out like this. Checks no bound. */
export function readEnvelopeLayout(bytes: Uint8Array): Envelope | undefined {
  const startsRight =
    bytes[0] === VERSION_TAG && bytes[1] === VERSION && bytes[2] === TOPIC_TAG && bytes[3] === TOPIC_BYTES;
  if (!startsRight) return undefined;
  const payloadLength = readNumber(bytes, PAYLOAD_TAG, TOPIC_END);
  if (payloadLength === undefined) return undefined;
  const payloadEnd = payloadLength.end + payloadLength.value;
  const ttl = readNumber(bytes, TTL_TAG, payloadEnd);
  if (ttl === undefined) return undefined;
  const admission = readAdmission(bytes, ttl.end);
  if (admission === undefined) return undefined;
  // What `create` of its schema makes, without looking at the schema.
  return {
    $typeName: 'sotto.v1.Envelope',
    version: VERSION,
    topic: bytes.subarray(TOPIC_START, TOPIC_END),
    payload: bytes.subarray(payloadLength.end, payloadEnd),
    ttlSeconds: ttl.value,
    admission,
  };
}

/** The rest of the envelope: nothing, or the admission proof and no more. */
function readAdmission(bytes: Uint8Array, start: number): Uint8Array | undefined {
  if (start === bytes.length) return bytes.subarray(start);
  const length = readNumber(bytes, ADMISSION_TAG, start);
  return length !== undefined && length.end + length.value === bytes.length ? bytes.subarray(length.end) : undefined;
}

/** A tag and the number after it. Past the end there is no byte, and none is a number. */
function readNumber(bytes: Uint8Array, tag: number, start: number): ReadNumber | undefined {
  if (bytes[start] !== tag) return undefined;
  let value = 0;
  for (let i = 0; i < MAX_NUMBER_BYTES; i++) {
    const byte = bytes[start + 1 + i];
    if (byte === undefined) return undefined;
    value |= (byte & 0x7f) << (7 * i);
    // A last byte of zero says nothing: the number fits in fewer.
    if (byte < 0x80) return byte === 0 ? undefined : { value, end: start + 2 + i };
  }
  return undefined;
}
