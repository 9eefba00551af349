import { bech32, bech32m } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from './errors.ts';
import {
  asAccountId,
  asDeviceId,
  asEnvelopeId,
  asMessageId,
  asSessionId,
  asTopic,
  formatAccountId,
  parseAccountId,
} from './ids.ts';

const accountBytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const SAMPLE = formatAccountId(asAccountId(Uint8Array.from({ length: 32 }, (_, index) => index)));

describe('ids', () => {
  test.each([
    ['account id', asAccountId, 32],
    ['device id', asDeviceId, 16],
    ['topic', asTopic, 32],
    ['envelope id', asEnvelopeId, 32],
    ['message id', asMessageId, 16],
    ['session id', asSessionId, 32],
  ])('%s: has one length', (_name, brand, length) => {
    const bytes = new Uint8Array(length);
    expect(brand(bytes)).toBe(bytes);
    for (const wrong of [0, length - 1, length + 1]) {
      expect(() => brand(new Uint8Array(wrong))).toThrow(expect.objectContaining({ code: 'wrong-length' }));
    }
  });
});

describe('the text of an account id', () => {
  test('is sotto1 and 58 characters, in either case', () => {
    fc.assert(
      fc.property(accountBytes, (bytes) => {
        const text = formatAccountId(asAccountId(bytes));
        expect(text).toMatch(/^sotto1[02-9ac-hj-np-z]{58}$/);
        expect(parseAccountId(text)).toEqual(bytes);
        expect(parseAccountId(text.toUpperCase())).toEqual(bytes);
      }),
    );
  });

  test('notices every single wrong character', () => {
    const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
    for (let index = 6; index < SAMPLE.length; index++) {
      for (const character of alphabet) {
        if (character === SAMPLE[index]) continue;
        const wrong = SAMPLE.slice(0, index) + character + SAMPLE.slice(index + 1);
        expect(() => parseAccountId(wrong)).toThrow(DecodeError);
      }
    }
  });

  test.each([
    ['nothing', ''],
    ['spaces around it', ` ${SAMPLE} `],
    ['mixed case', `S${SAMPLE.slice(1)}`],
    ['another prefix', bech32m.encode('other', bech32m.toWords(new Uint8Array(32)))],
    ['bech32 instead of bech32m', bech32.encode('sotto', bech32.toWords(new Uint8Array(32)))],
    [
      'unused bits that are not zero',
      bech32m.encode('sotto', [...bech32m.toWords(new Uint8Array(32)).slice(0, -1), 1]),
    ],
  ])('is refused with %s', (_name, text) => {
    expect(() => parseAccountId(text)).toThrow(expect.objectContaining({ code: 'bad-checksum' }));
  });

  test.each([31, 33])('is refused for %d bytes', (length) => {
    const text = bech32m.encode('sotto', bech32m.toWords(new Uint8Array(length)));
    expect(() => parseAccountId(text)).toThrow(expect.objectContaining({ code: 'wrong-length' }));
  });
});
