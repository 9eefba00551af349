/** What bodies carry for the post-quantum ratchet, and what it does to the phase (specs/10 §4 and §5). */
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { join, Reader } from './bytes.ts';
import { hash } from './canonical.ts';
import { demand, orRefuse } from './refusal.ts';
import { offers } from './root-step.ts';
import type { Draw, Session } from './session.ts';

const NONE = 0;
const OFFER = 1;
const ANSWER = 2;
const MATERIAL_BYTES = [0, 1184, 1088] as const;

export interface Body {
  readonly kind: 0 | 1 | 2;
  readonly material: Uint8Array;
  readonly plaintext: Uint8Array;
}

/** Kind and material that message `number` of the sending chain carries. */
export function carried(session: Session, number: number): Uint8Array {
  const isPowerOfTwo = Number.isInteger(Math.log2(number + 1));
  if (isPowerOfTwo && session.phase.name === 'offering') {
    return join(Uint8Array.of(OFFER), session.phase.encapsulationKey);
  }
  if (isPowerOfTwo && session.phase.name === 'answering') return join(Uint8Array.of(ANSWER), session.phase.ciphertext);
  return Uint8Array.of(NONE);
}

/** @throws `malformed` */
export function readBody(bytes: Uint8Array): Body {
  const reader = new Reader(bytes);
  const kind = reader.number(1);
  demand(kind === NONE || kind === OFFER || kind === ANSWER, 'malformed');
  const material = reader.take(MATERIAL_BYTES[kind]);
  return { kind, material, plaintext: bytes.slice(1 + material.length) };
}

function epochSecret(epoch: number, key: Uint8Array, ciphertext: Uint8Array, shared: Uint8Array): Uint8Array {
  return hash('pqRatchetSecret', epoch, key, ciphertext, shared);
}

/** The session after a body of a chain of `headerEpoch` was opened. */
export function takeIn(session: Session, headerEpoch: number, body: Body, draw: Draw): Session {
  if (body.kind === NONE) return session;
  const epoch = headerEpoch + 1;
  const weOffer = offers(session, epoch);
  demand(body.kind === OFFER ? !weOffer : weOffer, 'malformed');
  if (epoch !== session.epoch + 1) return session;
  const { phase } = session;
  if (body.kind === OFFER && phase.name === 'idle') {
    const { cipherText, sharedSecret } = orRefuse('bad-key', () => ml_kem768.encapsulate(body.material, draw(32)));
    const secret = epochSecret(epoch, body.material, cipherText, sharedSecret);
    return { ...session, phase: { name: 'answering', ciphertext: cipherText, secret } };
  }
  if (body.kind === ANSWER && phase.name === 'offering') {
    const shared = ml_kem768.decapsulate(body.material, ml_kem768.keygen(phase.seed).secretKey);
    const secret = epochSecret(epoch, phase.encapsulationKey, body.material, shared);
    return { ...session, phase: { name: 'agreed', secret } };
  }
  return session;
}
