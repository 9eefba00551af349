import { RecordFactory } from '@sotto/testkit';
import { asMessageId, LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { bytes, decodeField, encodeField, id, list, oneOf, optional, struct, text, uint } from './field.ts';
import * as layouts from './record-layouts.ts';

interface Sample {
  readonly count: number;
  readonly name: string;
  readonly body: Uint8Array;
  readonly kind: 'red' | 'blue';
  readonly note?: string;
  readonly numbers: readonly number[];
}

const sample = struct<Sample>({
  count: uint,
  name: text,
  body: bytes,
  kind: oneOf('red', 'blue'),
  note: optional(text),
  numbers: list(uint),
});

const arbitrarySample = fc
  .record(
    {
      count: fc.maxSafeNat(),
      name: fc.string({ unit: 'grapheme' }),
      body: fc.uint8Array({ maxLength: 300 }),
      kind: fc.constantFrom('red' as const, 'blue' as const),
      note: fc.string(),
      numbers: fc.array(fc.maxSafeNat()),
    },
    { requiredKeys: ['count', 'name', 'body', 'kind', 'numbers'] },
  )
  .map((value): Sample => ({ ...value }));

describe('fields', () => {
  test('decode to what was encoded', () => {
    fc.assert(
      fc.property(arbitrarySample, (value) => {
        expect(decodeField(sample, encodeField(sample, value))).toStrictEqual(value);
      }),
    );
  });

  test('decode only from the bytes that encoding gives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (encoded) => {
        let value: Sample;
        try {
          value = decodeField(sample, encoded);
        } catch (error) {
          expect(error).toMatchObject({ kind: 'decode' });
          return;
        }
        expect(encodeField(sample, value)).toEqual(encoded);
      }),
      { numRuns: 2_000 },
    );
  });

  test('refuse every truncation and every addition', () => {
    const value: Sample = { count: 300, name: 'é', body: Uint8Array.of(1, 2), kind: 'blue', note: '', numbers: [5] };
    const encoded = encodeField(sample, value);
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodeField(sample, encoded.subarray(0, length))).toThrow(
        expect.objectContaining({ kind: 'decode' }),
      );
    }
    const longer = Uint8Array.of(...encoded, 0);
    expect(() => decodeField(sample, longer)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  test('refuse values that are not of their kind', () => {
    const invalid = expect.objectContaining({ code: 'invalid-argument' });
    for (const number of [-1, 1.5, 2 ** 53, Number.NaN]) expect(() => encodeField(uint, number)).toThrow(invalid);
    expect(() => encodeField(oneOf<string>('red'), 'green')).toThrow(invalid);
    expect(() => decodeField(oneOf('red'), Uint8Array.of(1))).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(() => decodeField(optional(uint), Uint8Array.of(2))).toThrow(expect.objectContaining({ kind: 'decode' }));
    const wrongLength = encodeField(bytes, new Uint8Array(15));
    expect(() => decodeField(id(asMessageId), wrongLength)).toThrow(expect.objectContaining({ code: 'wrong-length' }));
  });

  test('integers take the fewest bytes, and no others decode', () => {
    const lengths = [0, 127, 128, 16_383, 16_384, Number.MAX_SAFE_INTEGER].map((value) => {
      const encoded = encodeField(uint, value);
      expect(decodeField(uint, encoded)).toBe(value);
      return encoded.length;
    });
    expect(lengths).toEqual([1, 1, 2, 2, 3, 8]);
    const padded = new ByteReader(Uint8Array.of(0x81, 0x00));
    expect(() => padded.uint()).toThrow(expect.objectContaining({ code: 'not-canonical' }));
    const tooLarge = new ByteReader(new Uint8Array(9).fill(0xff));
    expect(() => tooLarge.uint()).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  test('F4: a count or a length that lies is refused without allocation', () => {
    const lie = encodeField(uint, Number.MAX_SAFE_INTEGER);
    expect(() => decodeField(bytes, lie)).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(() => decodeField(list(uint), lie)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  test('a record has a bound', () => {
    const writer = new ByteWriter();
    expect(() => writer.bytes(new Uint8Array(LIMITS.MAX_STORE_RECORD_BYTES))).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    );
  });
});

describe('layouts of records', () => {
  test('version 1 of a contact stays as it is', () => {
    const make = new RecordFactory('layout');
    const record = make.contact({ name: 'Ada', claimedName: 'A', accountLog: Uint8Array.of(7), addedAtMs: 300 });
    const encoded = encodeField(layouts.contact, record);
    expect([...encoded.subarray(0, 1), ...encoded.subarray(33, 44)]).toEqual([
      32, 0, 3, 65, 100, 97, 1, 65, 1, 7, 0, 32,
    ]);
    expect([...encoded.subarray(-2)]).toEqual([0xac, 0x02]);
    expect(encoded).toHaveLength(33 + 1 + 4 + 2 + 2 + 1 + 33 + 2);
  });

  test('words keep their numbers: the database knows states and statuses by them', () => {
    expect(layouts.DELIVERY_STATES).toEqual(['queued', 'custody', 'delivered', 'read', 'expired', 'failed']);
    expect(layouts.OUTBOX_STATUSES).toEqual(['pending', 'custody', 'delivered', 'expired', 'failed']);
  });
});
