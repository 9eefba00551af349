import {
  asTopic,
  concatBytes,
  create,
  DecodeError,
  type Envelope,
  EnvelopeSchema,
  encodeMessage,
  LIMITS,
  LimitError,
} from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEnvelope, decodeEnvelope, encodeEnvelope, envelopeId } from './envelope.ts';
import { failure } from './testing/devices.ts';

const topic = asTopic(new Uint8Array(32).fill(3));
const valid = createEnvelope({ topic, payload: new Uint8Array(512).fill(1), ttlSeconds: 60 });

function changed(fields: Partial<Envelope>): Envelope {
  return create(EnvelopeSchema, { ...valid, ...fields });
}

describe('envelopes', () => {
  test('come back from their bytes with the same id', () => {
    const { envelope, id } = decodeEnvelope(encodeEnvelope(valid));
    expect(envelope).toEqual(valid);
    expect(id).toEqual(envelopeId(valid));
  });

  test('the id covers version, topic, payload and time to live, and not the admission proof', () => {
    const id = envelopeId(valid);
    const differing = [
      { version: 2 },
      { topic: new Uint8Array(32).fill(4) },
      { payload: new Uint8Array(512).fill(2) },
      { payload: new Uint8Array(1_024).fill(1) },
      { ttlSeconds: 61 },
    ];
    for (const fields of differing) expect(envelopeId(changed(fields))).not.toEqual(id);
    expect(envelopeId(changed({ admission: Uint8Array.of(1) }))).toEqual(id);
  });

  test.each([
    ['wrong-version', { version: 0 }],
    ['wrong-version', { version: 2 }],
    ['wrong-length', { topic: new Uint8Array(31) }],
    ['wrong-length', { payload: new Uint8Array(0) }],
    ['wrong-length', { payload: new Uint8Array(511) }],
    ['wrong-length', { payload: new Uint8Array(513) }],
    ['too-large', { payload: new Uint8Array(LIMITS.MAX_PAYLOAD_BYTES + 2_048) }],
    ['malformed', { ttlSeconds: 0 }],
    ['malformed', { ttlSeconds: LIMITS.MAX_TTL_SECONDS + 1 }],
    ['too-large', { admission: new Uint8Array(LIMITS.MAX_ADMISSION_BYTES + 1) }],
  ])('are refused with %s, encoding and decoding (case %#)', (code, fields) => {
    const envelope = changed(fields);
    expect(() => encodeEnvelope(envelope)).toThrow(expect.objectContaining(failure(code)));
    const bytes = encodeMessage(EnvelopeSchema, envelope);
    expect(() => decodeEnvelope(bytes)).toThrow(expect.objectContaining(failure(code)));
  });

  test('the largest that every field allows is accepted', () => {
    const largest = changed({
      payload: new Uint8Array(LIMITS.MAX_PAYLOAD_BYTES),
      admission: new Uint8Array(LIMITS.MAX_ADMISSION_BYTES),
      ttlSeconds: LIMITS.MAX_TTL_SECONDS,
    });
    expect(decodeEnvelope(encodeEnvelope(largest)).envelope).toEqual(largest);
  });

  test('a field that the id would not cover is refused', () => {
    // Field 15, varint 1.
    const bytes = concatBytes(encodeEnvelope(valid), Uint8Array.of(0x78, 0x01));
    expect(() => decodeEnvelope(bytes)).toThrow(expect.objectContaining(failure('malformed')));
  });

  test('arbitrary and mutated bytes give an envelope that encodes to them, or a typed error', () => {
    const bytes = encodeEnvelope(valid);
    const mutated = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })).map(([at, value]) => {
      const copy = Uint8Array.from(bytes);
      copy[at] = value;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 700, size: 'max' })), (input) => {
        try {
          expect(encodeEnvelope(decodeEnvelope(input).envelope)).toEqual(input);
        } catch (error) {
          if (!(error instanceof DecodeError || error instanceof LimitError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
