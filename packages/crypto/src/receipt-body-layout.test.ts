import { CustodyReceiptBodySchema, create, encodeMessage } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOutReceiptBodies } from './receipt-body-layout.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const time = fc.oneof(
  fc.constantFrom(0, 1, 127, 128, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
);
const body = fc.record({
  version: fc.constantFrom(1, 2, 127, 128),
  mailboxKey: key,
  topic: key,
  envelopeId: key,
  receivedAtMs: time,
  expiresAtMs: time,
});

describe('the layout of receipt bodies', () => {
  test('is the encoding of wire', () => {
    const property = fc.property(fc.array(body, { maxLength: 5 }), (bodies) => {
      const encoded = bodies.map(({ receivedAtMs, expiresAtMs, ...fields }) => {
        const times = { receivedAtMs: BigInt(receivedAtMs), expiresAtMs: BigInt(expiresAtMs) };
        return encodeMessage(CustodyReceiptBodySchema, create(CustodyReceiptBodySchema, { ...fields, ...times }));
      });
      expect(layOutReceiptBodies(bodies).map((bytes) => [...bytes])).toEqual(encoded.map((bytes) => [...bytes]));
    });
    fc.assert(property, { seed: 12, numRuns: 300 });
  });

  test.each([
    { topic: new Uint8Array(31) },
    { mailboxKey: new Uint8Array(33) },
    { receivedAtMs: -1 },
    { expiresAtMs: 0.5 },
    { expiresAtMs: 2 ** 53 },
  ])('refuses %o', (change) => {
    const [mailboxKey, topic, envelopeId] = [new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)];
    const fields = { version: 1, mailboxKey, topic, envelopeId, receivedAtMs: 1, expiresAtMs: 2, ...change };
    expect(() => layOutReceiptBodies([fields])).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'invalid-argument' }),
    );
  });
});
