import {
  create,
  DecodeError,
  decodeMessage,
  type Envelope,
  EnvelopeSchema,
  encodeMessage,
  LIMITS,
  LimitError,
} from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEnvelopeLayout } from './envelope-layout.ts';

/** What the strict decoder of wire makes of it. */
function strictly(bytes: Uint8Array): Envelope | undefined {
  try {
    return decodeMessage(EnvelopeSchema, bytes, LIMITS.MAX_ENVELOPE_BYTES);
  } catch (error) {
    if (error instanceof DecodeError || error instanceof LimitError) return undefined;
    throw error;
  }
}

const fieldsOf = ({ version, topic, payload, ttlSeconds, admission, $unknown }: Envelope) => [
  version,
  [...topic],
  [...payload],
  ttlSeconds,
  [...admission],
  $unknown?.length ?? 0,
];

/** Whatever is read here is read the same by the strict decoder. Returns whether it was. */
function agrees(bytes: Uint8Array): boolean {
  const read = readEnvelopeLayout(bytes);
  if (read === undefined) return false;
  const expected = strictly(bytes);
  expect(expected && fieldsOf(read)).toEqual(expected && fieldsOf(expected));
  expect(expected).toBeDefined();
  return true;
}

const envelopes = fc
  .record({
    topic: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    payload: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.uint8Array({ minLength: 120, maxLength: 300 }),
    ),
    ttlSeconds: fc.constantFrom(1, 127, 128, 16_383, 16_384, 86_400, 2 ** 21 - 1),
    admission: fc.uint8Array({ maxLength: 10 }),
  })
  .map((fields) => encodeMessage(EnvelopeSchema, create(EnvelopeSchema, { version: 1, ...fields })));

describe('an envelope that is laid out as usual', () => {
  test('is read like the strict decoder reads it', () => {
    fc.assert(fc.property(envelopes, agrees));
  });

  test('A4: is never read where the strict decoder refuses: changed, cut, longer', () => {
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(envelopes, fc.array(change, { minLength: 1, maxLength: 3 }), (bytes, changes) => {
        const changed = Uint8Array.from(bytes);
        // Tags, lengths and numbers are where it matters: at the start, after the topic, and near the end.
        const places = [0, 1, 2, 3, 36, 37, 38, ...Array.from({ length: 16 }, (_, i) => bytes.length - 1 - i)];
        for (const { at, to } of changes) changed[places[at % places.length] ?? 0] = to;
        agrees(changed);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(envelopes, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 6 }), (bytes, at, more) => {
        agrees(bytes.subarray(0, at % bytes.length));
        agrees(Uint8Array.of(...bytes, ...more));
        const cut = at % (bytes.length + 1);
        agrees(Uint8Array.of(...bytes.subarray(0, cut), ...more, ...bytes.subarray(cut)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('is left to the strict decoder when a number is not in the fewest bytes, or is left out', () => {
    const head = [0x08, 1, 0x12, 32, ...new Uint8Array(32)];
    expect(agrees(Uint8Array.of(...head, 0x1a, 1, 9, 0x20, 5))).toBe(true);
    const others = [
      [...head, 0x1a, 0x81, 0, 9, 0x20, 5],
      [...head, 0x1a, 1, 9, 0x20, 0x85, 0],
      [...head, 0x1a, 1, 9, 0x20, 0],
      [...head, 0x1a, 0, 0x20, 5],
      [...head, 0x1a, 1, 9, 0x20, 5, 0x2a, 0],
      [...head, 0x1a, 1, 9, 0x20, 5, 0x2a, 2, 7],
      [...head, 0x1a, 1, 9, 0x20, 5, 0x30, 1],
      [...head, 0x20, 5, 0x1a, 1, 9],
      [...head, 0x1a, 1, 9, 0x20, 0x80, 0x80, 0x80, 1],
    ];
    for (const bytes of others) expect(readEnvelopeLayout(Uint8Array.from(bytes))).toBeUndefined();
  });
});
