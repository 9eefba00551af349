import { asEnvelopeId, SottoError } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeDirectFrame,
  encodeAcknowledgementFrame,
  encodeEnvelopeFrame,
  encodeGoodbyeFrame,
} from './direct-frame.ts';

const envelopeId = asEnvelopeId(new Uint8Array(32).fill(3));

describe('direct frame', () => {
  it('decodes to what was encoded', () => {
    const envelope = Uint8Array.of(1, 2, 3);
    const deliveryProof = new Uint8Array(32).fill(9);
    expect(decodeDirectFrame(encodeEnvelopeFrame(envelope))).toEqual({ kind: 'envelope', envelope });
    expect(decodeDirectFrame(encodeGoodbyeFrame())).toEqual({ kind: 'goodbye' });
    for (const reply of [
      { kind: 'refused' } as const,
      { kind: 'stored', deliveryProof } as const,
      { kind: 'stored', deliveryProof: new Uint8Array() } as const,
    ]) {
      const frame = encodeAcknowledgementFrame(envelopeId, reply);
      expect(decodeDirectFrame(frame)).toEqual({ kind: 'acknowledgement', envelopeId, reply });
    }
  });

  it('refuses an acknowledgement with a proof of a wrong length, or a short id', () => {
    const short = encodeAcknowledgementFrame(envelopeId, { kind: 'stored', deliveryProof: new Uint8Array(31) });
    expect(() => decodeDirectFrame(short)).toThrow(expect.objectContaining({ code: 'wrong-length' }));
    const shortId = encodeAcknowledgementFrame(new Uint8Array(31) as typeof envelopeId, { kind: 'refused' });
    expect(() => decodeDirectFrame(shortId)).toThrow(expect.objectContaining({ code: 'wrong-length' }));
  });

  it('F4: gives a value or a typed error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decodeDirectFrame(bytes).kind).toMatch(/envelope|acknowledgement|goodbye/);
        } catch (error) {
          expect(error).toBeInstanceOf(SottoError);
        }
      }),
    );
  });
});
