/**
 * Lays the bodies of custody receipts out as the encoder of `wire` would, many in one buffer (specs/06 §6, specs/00 §6).
 *
 * A mailbox encodes nothing as often. Must not know: trees, signatures.
 */
import { type CustodyReceiptBody, UsageError } from '@sotto/wire';

type BodyFields = Pick<CustodyReceiptBody, 'version' | 'mailboxKey' | 'topic' | 'envelopeId'> & {
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
};

const [VERSION_TAG, RECEIVED_TAG, EXPIRES_TAG] = [0x08, 0x28, 0x30] as const;
const [MAILBOX_KEY_TAG, TOPIC_TAG, ENVELOPE_ID_TAG] = [0x12, 0x1a, 0x22] as const;
const KEY_BYTES = 32;
/** Of an integer below 2^53, with its tag. */
const MAX_NUMBER_BYTES = 9;
const MAX_BODY_BYTES = 3 * (2 + KEY_BYTES) + 3 * MAX_NUMBER_BYTES;

/**
 * The bodies as views of one buffer. Keys, topics and ids have 32 bytes; the version is below 2^32.
 * @throws {UsageError} `invalid-argument` for another length, or a number that is not an unsigned integer
 */
export function layOutReceiptBodies(bodies: readonly BodyFields[]): Uint8Array[] {
  const room = new Uint8Array(bodies.length * MAX_BODY_BYTES);
  let offset = 0;
  return bodies.map(({ version, mailboxKey, topic, envelopeId, receivedAtMs, expiresAtMs }) => {
    const start = offset;
    offset = writeNumber(room, offset, VERSION_TAG, version);
    offset = writeKey(room, offset, MAILBOX_KEY_TAG, mailboxKey);
    offset = writeKey(room, offset, TOPIC_TAG, topic);
    offset = writeKey(room, offset, ENVELOPE_ID_TAG, envelopeId);
    offset = writeNumber(room, offset, RECEIVED_TAG, receivedAtMs);
    offset = writeNumber(room, offset, EXPIRES_TAG, expiresAtMs);
    return room.subarray(start, offset);
  });
}

function writeKey(room: Uint8Array, offset: number, tag: number, key: Uint8Array): number {
  if (key.length !== KEY_BYTES) throw new UsageError('invalid-argument', 'receipt with a key of another length');
  room[offset] = tag;
  room[offset + 1] = KEY_BYTES;
  room.set(key, offset + 2);
  return offset + 2 + KEY_BYTES;
}

/** Seven bits to a byte, the lowest first; 0 is left out. */
function writeNumber(room: Uint8Array, offset: number, tag: number, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('invalid-argument', 'not an unsigned integer');
  if (value === 0) return offset;
  let end = offset;
  room[end++] = tag;
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) room[end++] = (rest % 0x80) | 0x80;
  room[end++] = rest;
  return end;
}
