/** Envelopes and their names (specs/05 §1), and topics (specs/06 §3). */
import { hash } from './canonical.ts';
import { paddedSize } from './padding.ts';
import { decodeMessage, encodeMessage } from './protobuf.ts';
import { demand } from './refusal.ts';
import { limit } from './spec-tables.ts';

const SHAPE = { 1: 'number', 2: 'bytes', 3: 'bytes', 4: 'number', 5: 'bytes' } as const;
const VERSION = 1;

export interface Envelope {
  readonly topic: Uint8Array;
  readonly payload: Uint8Array;
  readonly ttlSeconds: number;
  readonly admission: Uint8Array;
}

export function encodeEnvelope(envelope: Envelope): Uint8Array {
  const values = [VERSION, envelope.topic, envelope.payload, envelope.ttlSeconds, envelope.admission];
  return encodeMessage(values.map((value, at) => ({ number: at + 1, value })));
}

/** @throws the codes of specs/05 §1 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  demand(bytes.length <= limit('MAX_ENVELOPE_BYTES'), 'too-large');
  const message = decodeMessage(bytes, SHAPE);
  demand(!message.unknown(SHAPE), 'malformed');
  demand(message.number(1) === VERSION, 'wrong-version');
  const envelope = {
    topic: message.bytes(2),
    payload: message.bytes(3),
    ttlSeconds: message.number(4),
    admission: message.bytes(5),
  };
  demand(envelope.topic.length === 32, 'wrong-length');
  demand(envelope.payload.length <= limit('MAX_PAYLOAD_BYTES'), 'too-large');
  demand(paddedSize(envelope.payload.length) === envelope.payload.length, 'wrong-length');
  demand(envelope.ttlSeconds >= 1 && envelope.ttlSeconds <= limit('MAX_TTL_SECONDS'), 'malformed');
  demand(envelope.admission.length <= limit('MAX_ADMISSION_BYTES'), 'too-large');
  return envelope;
}

export function envelopeId({ topic, payload, ttlSeconds }: Envelope): Uint8Array {
  return hash('envelopeId', VERSION, topic, ttlSeconds, payload);
}

export interface TopicKeys {
  readonly kind: number;
  readonly readKey: Uint8Array;
  readonly writeKey: Uint8Array;
  readonly salt: Uint8Array;
}

export function topicOf({ kind, readKey, writeKey, salt }: TopicKeys): Uint8Array {
  return hash('topic', kind, readKey, writeKey, salt);
}
