/** The frames of a direct stream as values (specs/07 §2). */
import type { DirectReply } from '@sotto/ports';
import {
  asEnvelopeId,
  create,
  DecodeError,
  DirectFrameSchema,
  decodeMessage,
  type EnvelopeId,
  encodeMessage,
  LIMITS,
} from '@sotto/wire';
import { readEnvelopeFrame } from './envelope-frame.ts';

export { encodeEnvelopeFrame } from './envelope-frame.ts';

export const DIRECT_PROTOCOL = '/sotto/direct/1';

export type DirectFrameValue =
  | { readonly kind: 'envelope'; readonly envelope: Uint8Array }
  | { readonly kind: 'acknowledgement'; readonly envelopeId: EnvelopeId; readonly reply: DirectReply }
  | { readonly kind: 'goodbye' };

const PROOF_BYTES = 32;

export function encodeAcknowledgementFrame(envelopeId: EnvelopeId, reply: DirectReply): Uint8Array {
  const deliveryProof = reply.kind === 'stored' ? reply.deliveryProof : new Uint8Array();
  const value = { envelopeId, deliveryProof, refused: reply.kind === 'refused' };
  return encodeMessage(DirectFrameSchema, create(DirectFrameSchema, { frame: { case: 'acknowledgement', value } }));
}

export function encodeGoodbyeFrame(): Uint8Array {
  return encodeMessage(DirectFrameSchema, create(DirectFrameSchema, { frame: { case: 'goodbye', value: {} } }));
}

/** @throws {DecodeError} `malformed`, `not-canonical`, `wrong-length` @throws {LimitError} `too-large` */
export function decodeDirectFrame(bytes: Uint8Array): DirectFrameValue {
  const envelope = bytes.length <= LIMITS.MAX_FRAME_BYTES ? readEnvelopeFrame(bytes) : undefined;
  if (envelope !== undefined) return { kind: 'envelope', envelope };
  const { frame } = decodeMessage(DirectFrameSchema, bytes, LIMITS.MAX_FRAME_BYTES);
  switch (frame.case) {
    case 'envelope':
      return { kind: 'envelope', envelope: frame.value };
    case 'acknowledgement': {
      const { envelopeId, deliveryProof, refused } = frame.value;
      if (deliveryProof.length !== 0 && (deliveryProof.length !== PROOF_BYTES || refused)) {
        throw new DecodeError('wrong-length', 'delivery proof has a wrong length');
      }
      return {
        kind: 'acknowledgement',
        envelopeId: asEnvelopeId(envelopeId),
        reply: refused ? { kind: 'refused' } : { kind: 'stored', deliveryProof },
      };
    }
    case 'goodbye':
      return { kind: 'goodbye' };
    default:
      throw new DecodeError('malformed', 'empty direct frame');
  }
}
