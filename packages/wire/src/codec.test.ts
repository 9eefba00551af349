import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from './bytes.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import { DecodeError, LimitError, SottoError } from './errors.ts';
import { ContentSchema, TextBodySchema } from './gen/sotto/v1/content_pb.js';
import { AccountLogSchema, LogEntryBodySchema, PrekeyBundleBodySchema } from './gen/sotto/v1/identity_pb.js';
import {
  CustodyReceiptBodySchema,
  EnvelopeSchema,
  MailboxRequestSchema,
  MailboxResponseSchema,
  SubscribedSchema,
} from './gen/sotto/v1/mailbox_pb.js';
import { InitialMessageSchema } from './gen/sotto/v1/session_pb.js';
import { create } from './index.ts';

const MAX = 4_096;
const TTL = 4; // field of Envelope
const VARINT = 0;
const BYTES = 2;
const tag = (field: number, type: number) => (field << 3) | type;

const SCHEMAS = [
  ContentSchema,
  TextBodySchema,
  AccountLogSchema,
  LogEntryBodySchema,
  PrekeyBundleBodySchema,
  CustodyReceiptBodySchema,
  EnvelopeSchema,
  MailboxRequestSchema,
  MailboxResponseSchema,
  InitialMessageSchema,
];

function code(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof SottoError) return error.code;
    throw error;
  }
}

describe('strict decoding', () => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 64 }),
        fc.nat({ max: 2 ** 32 - 1 }),
        (topic, payload, ttlSeconds) => {
          const bytes = encodeMessage(
            EnvelopeSchema,
            create(EnvelopeSchema, { version: 1, topic, payload, ttlSeconds }),
          );
          const decoded = decodeMessage(EnvelopeSchema, bytes, MAX);
          expect([decoded.topic, decoded.payload, decoded.ttlSeconds]).toEqual([topic, payload, ttlSeconds]);
        },
      ),
    );
  });

  test.each([
    ['a number in more bytes than it needs', [tag(TTL, VARINT), 0x81, 0x00]],
    ['a zero that is spelt out', [tag(TTL, VARINT), 0x00]],
    ['a number that does not fit its type', [tag(TTL, VARINT), 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['an empty field that is spelt out', [tag(3, BYTES), 0x00]],
    ['a field twice', [tag(TTL, VARINT), 0x01, tag(TTL, VARINT), 0x02]],
    ['fields out of order', [tag(TTL, VARINT), 0x01, tag(1, VARINT), 0x01]],
    ['a tag in more bytes than it needs', [tag(TTL, VARINT) | 0x80, 0x00, 0x01]],
    ['an unknown field before a known one', [0xe0, 0x03, 0x01, tag(TTL, VARINT), 0x01]],
  ])('refuses %s as another encoding of the same message', (_name, bytes) => {
    expect(code(() => decodeMessage(EnvelopeSchema, Uint8Array.from(bytes), MAX))).toBe('not-canonical');
  });

  test('refuses a boolean that is neither 0 nor 1', () => {
    expect(code(() => decodeMessage(SubscribedSchema, Uint8Array.of(tag(1, BYTES), 1, 2), MAX))).toBe('not-canonical');
  });

  test('refuses two members of a choice', () => {
    const both = concatBytes(Uint8Array.of(tag(7, BYTES), 0), Uint8Array.of(tag(8, BYTES), 0));
    expect(code(() => decodeMessage(MailboxRequestSchema, both, MAX))).toBe('not-canonical');
  });

  test.each([
    ['a field that is cut short', [tag(2, BYTES), 5, 1]],
    ['a length beyond the end', [tag(2, BYTES), 0xff, 0xff, 0xff, 0xff, 0x07]],
    ['field number zero', [0x00, 0x01]],
    ['a group that does not end', [0x7b]],
    ['text that is not UTF-8', [tag(7, BYTES), 2, 0xc3, 0x28]],
  ])('refuses %s', (_name, bytes) => {
    expect(code(() => decodeMessage(ContentSchema, Uint8Array.from(bytes), MAX))).toBe('malformed');
  });

  test('refuses groups nested without end, without exhausting the stack', () => {
    const nested = new Uint8Array(400_000).fill(0x7b);
    expect(code(() => decodeMessage(EnvelopeSchema, nested, nested.length))).toBe('malformed');
  });

  test('checks the size before it decodes', () => {
    const bytes = new Uint8Array(MAX + 1).fill(0xff);
    expect(() => decodeMessage(EnvelopeSchema, bytes, MAX)).toThrow(LimitError);
    expect(() => decodeMessage(EnvelopeSchema, bytes, MAX + 1)).toThrow(DecodeError);
  });

  test('keeps fields of a newer version, byte for byte', () => {
    const known = encodeMessage(EnvelopeSchema, create(EnvelopeSchema, { version: 1, ttlSeconds: 60 }));
    const newer = concatBytes(known, Uint8Array.of(tag(12, BYTES), 3, 1, 2, 3));
    const decoded = decodeMessage(EnvelopeSchema, newer, MAX);
    expect(decoded.ttlSeconds).toBe(60);
    expect(encodeMessage(EnvelopeSchema, decoded)).toEqual(newer);
  });

  test('throws its own errors and nothing else on any bytes, and what it accepts encodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SCHEMAS), fc.uint8Array({ maxLength: 200 }), (schema, bytes) => {
        const failure = code(() => expect(encodeMessage(schema, decodeMessage(schema, bytes, MAX))).toEqual(bytes));
        expect([undefined, 'malformed', 'not-canonical']).toContain(failure);
      }),
      { numRuns: 2_000 },
    );
  });
});
