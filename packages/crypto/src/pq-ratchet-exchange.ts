/**
 * Taking in what a message carried for the next epoch: answering an offer, and using an answer (specs/10 §3, §5).
 *
 * Must not know: chains, packets, when an epoch is due.
 */
import { DecodeError, encodeCanonical, LABELS } from '@sotto/wire';
import { freshEncapsulation } from './fresh-encapsulation.ts';
import { type AnsweringPhase, offererOf, type PqRatchet } from './pq-ratchet.ts';
import type { PqMaterial } from './pq-ratchet-material.ts';
import type { CryptoProvider, RandomBytes } from './provider.ts';
import type { SessionRole } from './session.ts';

export interface TakeInput {
  readonly provider: CryptoProvider;
  /** Our side of the handshake. */
  readonly role: SessionRole;
  /** Of the header of the message; the material is for the next one. */
  readonly epoch: number;
  readonly material: PqMaterial;
  readonly random: RandomBytes;
}

export interface Taken {
  readonly next: PqRatchet;
  /** Secrets that `next` no longer holds. */
  readonly consumed: readonly Uint8Array[];
}

/**
 * The ratchet after a message with this material was opened. What is late, early or repeated changes nothing.
 * @throws {DecodeError} `malformed` for material of the side that does not send it for this epoch
 * @throws {VerifyError} `bad-key` for an encapsulation key that FIPS 203 refuses (attack A3)
 */
export function takeMaterial(state: PqRatchet, input: TakeInput): Taken {
  const { material, role } = input;
  if (material.kind === 'none') return { next: state, consumed: [] };
  const epoch = input.epoch + 1;
  if ((material.kind === 'answer') !== (offererOf(epoch) === role)) {
    throw new DecodeError('malformed', 'material of the wrong side');
  }
  const { phase } = state;
  if (epoch !== state.epoch + 1) return { next: state, consumed: [] };
  if (material.kind === 'offer' && phase.kind === 'idle') {
    return { next: { ...state, phase: answerOffer(epoch, material.encapsulationKey, input) }, consumed: [] };
  }
  if (material.kind === 'answer' && phase.kind === 'offering') {
    const sharedSecret = input.provider.mlKem768.decapsulate(phase.seed, material.ciphertext);
    const exchange = { epoch, encapsulationKey: phase.encapsulationKey, ciphertext: material.ciphertext, sharedSecret };
    const epochSecret = epochSecretOf(input.provider, exchange);
    return { next: { ...state, phase: { kind: 'agreed', epochSecret } }, consumed: [phase.seed] };
  }
  return { next: state, consumed: [] };
}

function answerOffer(epoch: number, encapsulationKey: Uint8Array, { provider, random }: TakeInput): AnsweringPhase {
  const { ciphertext, sharedSecret } = freshEncapsulation(provider.mlKem768, encapsulationKey, random);
  const epochSecret = epochSecretOf(provider, { epoch, encapsulationKey, ciphertext, sharedSecret });
  return { kind: 'answering', ciphertext, epochSecret };
}

interface KemExchange {
  readonly epoch: number;
  readonly encapsulationKey: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** Taken over and wiped. */
  readonly sharedSecret: Uint8Array;
}

function epochSecretOf(provider: CryptoProvider, exchange: KemExchange): Uint8Array {
  const { epoch, encapsulationKey, ciphertext, sharedSecret } = exchange;
  const encoded = encodeCanonical(LABELS.pqRatchetSecret, epoch, encapsulationKey, ciphertext, sharedSecret);
  const secret = provider.sha256(encoded);
  encoded.fill(0);
  sharedSecret.fill(0);
  return secret;
}
