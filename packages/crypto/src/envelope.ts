/**
 * The envelope: what travels and is stored (specs/05).
 *
 * Owns its id and the checks of its fields. Must not know: what the payload holds, who sent it, whether it is admitted.
 */
import {
  asEnvelopeId,
  create,
  DecodeError,
  decodeMessage,
  type Envelope,
  type EnvelopeId,
  EnvelopeSchema,
  encodeMessage,
  LABELS,
  LIMITS,
  LimitError,
  paddedSize,
  type Topic,
} from '@sotto/wire';
import { readEnvelopeLayout } from './envelope-layout.ts';
import { hashLabelled } from './signature.ts';

const ENVELOPE_VERSION = 1;
const TOPIC_BYTES = 32;

export interface CreateEnvelopeOptions {
  readonly topic: Topic;
  /** A padded size of wire's `padToBucket`: 512 … MAX_PAYLOAD_BYTES. */
  readonly payload: Uint8Array;
  /** 1 … MAX_TTL_SECONDS. */
  readonly ttlSeconds: number;
  /** At most MAX_ADMISSION_BYTES; empty when none is needed. */
  readonly admission?: Uint8Array;
}

export function createEnvelope({ topic, payload, ttlSeconds, admission }: CreateEnvelopeOptions): Envelope {
  return create(EnvelopeSchema, {
    version: ENVELOPE_VERSION,
    topic,
    payload,
    ttlSeconds,
    admission: admission ?? new Uint8Array(0),
  });
}

/** Hash over version, topic, time to live and payload; the admission proof may be exchanged without changing it. */
export function envelopeId(envelope: Envelope): EnvelopeId {
  const { version, topic, ttlSeconds, payload } = envelope;
  return asEnvelopeId(hashLabelled(LABELS.envelopeId, version, topic, ttlSeconds, payload));
}

function checkEnvelope(envelope: Envelope): void {
  const { version, topic, payload, ttlSeconds, admission } = envelope;
  if (version !== ENVELOPE_VERSION) throw new DecodeError('wrong-version', 'envelope version', { facts: { version } });
  if (topic.length !== TOPIC_BYTES) throw new DecodeError('wrong-length', 'envelope topic');
  if (payload.length > LIMITS.MAX_PAYLOAD_BYTES) {
    throw new LimitError('too-large', 'envelope payload', { facts: { maxBytes: LIMITS.MAX_PAYLOAD_BYTES } });
  }
  if (paddedSize(payload.length) !== payload.length) {
    throw new DecodeError('wrong-length', 'envelope payload is not a padded size', {
      facts: { length: payload.length },
    });
  }
  if (ttlSeconds < 1 || ttlSeconds > LIMITS.MAX_TTL_SECONDS) {
    throw new DecodeError('malformed', 'envelope time to live', { facts: { ttlSeconds } });
  }
  if (admission.length > LIMITS.MAX_ADMISSION_BYTES) {
    throw new LimitError('too-large', 'admission proof', { facts: { maxBytes: LIMITS.MAX_ADMISSION_BYTES } });
  }
  // The id does not cover fields that version 1 does not have, so nobody on the way may add any.
  if (envelope.$unknown?.length) throw new DecodeError('malformed', 'envelope has unknown fields');
}

/**
 * @throws {DecodeError} `wrong-version`, `wrong-length`, `malformed`
 * @throws {LimitError} `too-large`
 */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  checkEnvelope(envelope);
  return encodeMessage(EnvelopeSchema, envelope);
}

/**
 * Decodes an envelope from anybody, checks every field, and names it.
 *
 * `bytes`: at most MAX_ENVELOPE_BYTES.
 * @throws {DecodeError} `malformed`, `not-canonical`, `wrong-version`, `wrong-length`
 * @throws {LimitError} `too-large`
 */
export function decodeEnvelope(bytes: Uint8Array): { readonly envelope: Envelope; readonly id: EnvelopeId } {
  const isInBounds = bytes.length <= LIMITS.MAX_ENVELOPE_BYTES;
  const envelope =
    (isInBounds ? readEnvelopeLayout(bytes) : undefined) ??
    decodeMessage(EnvelopeSchema, bytes, LIMITS.MAX_ENVELOPE_BYTES);
  checkEnvelope(envelope);
  return { envelope, id: envelopeId(envelope) };
}
