/**
 * What a message carries for the next epoch, and its bytes in front of the plaintext (specs/10 §4).
 *
 * `kind (1) || material || plaintext`. Must not know: keys beyond their length, epochs, packets.
 */
import { DecodeError } from '@sotto/wire';
import { RATCHET_KEM_CIPHERTEXT_BYTES, RATCHET_KEM_KEY_BYTES } from './key-lengths.ts';
import type { PqPhase } from './pq-ratchet.ts';

export type PqMaterial =
  | { readonly kind: 'none' }
  | { readonly kind: 'offer'; readonly encapsulationKey: Uint8Array }
  | { readonly kind: 'answer'; readonly ciphertext: Uint8Array };

const KIND_NONE = 0;
const KIND_OFFER = 1;
const KIND_ANSWER = 2;
const NO_MATERIAL: PqMaterial = { kind: 'none' };

/**
 * What message `number` of a chain carries in this phase. In the numbers one below a power of two, so that loss is made
 * up for and a long chain does not pay.
 */
export function carriedMaterial(phase: PqPhase, number: number): PqMaterial {
  if ((number & (number + 1)) !== 0) return NO_MATERIAL;
  if (phase.kind === 'offering') return { kind: 'offer', encapsulationKey: phase.encapsulationKey };
  if (phase.kind === 'answering') return { kind: 'answer', ciphertext: phase.ciphertext };
  return NO_MATERIAL;
}

/** Bytes of a body beside its plaintext. */
export function bodyOverhead(material: PqMaterial): number {
  return 1 + materialBytes(material).length;
}

export function encodeBody(material: PqMaterial, plaintext: Uint8Array): Uint8Array {
  const carried = materialBytes(material);
  const body = new Uint8Array(1 + carried.length + plaintext.length);
  body[0] = kindOf(material);
  body.set(carried, 1);
  body.set(plaintext, 1 + carried.length);
  return body;
}

const NOTHING = new Uint8Array(0);

function materialBytes(material: PqMaterial): Uint8Array {
  switch (material.kind) {
    case 'none':
      return NOTHING;
    case 'offer':
      return material.encapsulationKey;
    case 'answer':
      return material.ciphertext;
  }
}

function kindOf({ kind }: PqMaterial): number {
  if (kind === 'none') return KIND_NONE;
  return kind === 'offer' ? KIND_OFFER : KIND_ANSWER;
}

export interface Body {
  readonly material: PqMaterial;
  readonly plaintext: Uint8Array;
}

/** Both parts are views of `body`. @throws {DecodeError} `malformed` for another kind, and for material that is cut */
export function decodeBody(body: Uint8Array): Body {
  switch (body[0]) {
    case KIND_NONE:
      return { material: NO_MATERIAL, plaintext: body.subarray(1) };
    case KIND_OFFER: {
      const [encapsulationKey, plaintext] = cut(body, RATCHET_KEM_KEY_BYTES);
      return { material: { kind: 'offer', encapsulationKey }, plaintext };
    }
    case KIND_ANSWER: {
      const [ciphertext, plaintext] = cut(body, RATCHET_KEM_CIPHERTEXT_BYTES);
      return { material: { kind: 'answer', ciphertext }, plaintext };
    }
    default:
      throw new DecodeError('malformed', 'kind of a ratchet body');
  }
}

function cut(body: Uint8Array, length: number): [Uint8Array, Uint8Array] {
  if (body.length < 1 + length) throw new DecodeError('malformed', 'material of a ratchet body is cut');
  return [body.subarray(1, 1 + length), body.subarray(1 + length)];
}
