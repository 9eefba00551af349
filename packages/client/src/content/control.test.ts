import { seededRandom } from '@sotto/testkit';
import { LIMITS, ReceiptKind } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeReceipt,
  decodeResendRequest,
  decodeSessionHint,
  receiptContent,
  resendRequestContent,
  sessionHintContent,
} from './control.ts';

const random = seededRandom('control');
const tooLarge = expect.objectContaining({ kind: expect.stringMatching(/decode|limit/) });

describe('control content', () => {
  it('of a receipt names its messages, as many as fit', () => {
    for (const count of [0, 1, LIMITS.MAX_RECEIPT_IDS]) {
      const ids = Array.from({ length: count }, () => random.bytes(16));
      const { type, body } = receiptContent(ReceiptKind.READ, ids);
      expect(type).toBe('sotto/control/receipt');
      expect(decodeReceipt(body)).toMatchObject({ kind: ReceiptKind.READ, messageIds: ids });
    }
    const many = Array.from({ length: LIMITS.MAX_RECEIPT_IDS + 1 }, () => random.bytes(16));
    expect(() => decodeReceipt(receiptContent(ReceiptKind.READ, many).body)).toThrow(tooLarge);
  });

  it('of a request to resend names sequences, and says whether the sessions are lost', () => {
    const any = fc.array(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { maxLength: LIMITS.MAX_RESEND_IDS });
    fc.assert(
      fc.property(any, fc.boolean(), (sequences, sessionLost) => {
        const { type, body } = resendRequestContent({ sequences, sessionLost });
        expect(type).toBe('sotto/control/resend-request');
        const decoded = decodeResendRequest(body);
        expect(decoded.sequences.map(Number)).toEqual(sequences);
        expect(decoded.sessionLost).toBe(sessionLost);
      }),
    );
    const many = Array.from({ length: 1_000 }, () => Number.MAX_SAFE_INTEGER);
    const { body } = resendRequestContent({ sequences: many, sessionLost: false });
    expect(() => decodeResendRequest(body)).toThrow(tooLarge);
  });

  it('of a session hint names a generation', () => {
    for (const generation of [0, 1, 1_795_000_000_000, Number.MAX_SAFE_INTEGER]) {
      expect(decodeSessionHint(sessionHintContent(generation).body)).toBe(generation);
    }
    expect(() => decodeSessionHint(new Uint8Array(17))).toThrow(tooLarge);
  });

  it('that is none is refused', () => {
    for (const decode of [decodeReceipt, decodeResendRequest, decodeSessionHint]) {
      expect(() => decode(Uint8Array.of(0xff, 0xff, 0xff))).toThrow(expect.objectContaining({ kind: 'decode' }));
    }
  });
});
