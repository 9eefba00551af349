/**
 * The state of the post-quantum ratchet: which epoch a session is in, and how far the next one is (specs/10 §2).
 *
 * Owns the shape, and whose turn it is to offer. Must not know: chains, packets, storage. A value: the transitions in
 * `pq-ratchet-turn.ts` and `pq-ratchet-exchange.ts` return another one.
 */
import { LIMITS } from '@sotto/wire';

/** Nothing is under way. */
export interface IdlePhase {
  readonly kind: 'idle';
}

/** We offer the next epoch: our messages carry the encapsulation key. */
export interface OfferingPhase {
  readonly kind: 'offering';
  /** Of the KEM key pair, 64 bytes. Secret. */
  readonly seed: Uint8Array;
  /** ML-KEM-768, 1,184 bytes. */
  readonly encapsulationKey: Uint8Array;
}

/** We have answered the offer of the next epoch: our messages carry the ciphertext. */
export interface AnsweringPhase {
  readonly kind: 'answering';
  /** ML-KEM-768, 1,088 bytes. */
  readonly ciphertext: Uint8Array;
  /** 32 bytes. */
  readonly epochSecret: Uint8Array;
}

/** Both sides hold the secret of the next epoch, and we, who offered it, mix it into our next sending chain. */
export interface AgreedPhase {
  readonly kind: 'agreed';
  /** 32 bytes. */
  readonly epochSecret: Uint8Array;
}

export type PqPhase = IdlePhase | OfferingPhase | AnsweringPhase | AgreedPhase;

export interface PqRatchet {
  /** How many KEM secrets have been mixed in. Below 2^32: an epoch takes two messages of each side. */
  readonly epoch: number;
  /** Root steps since the last mix or the handshake; stops at KEM_RATCHET_STEPS. */
  readonly steps: number;
  /** When the last mix was, or the session's creation; by our clock. */
  readonly changedAtMs: number;
  readonly phase: PqPhase;
}

export const IDLE: IdlePhase = { kind: 'idle' };

/** Which side of the handshake offers an epoch. They take turns, so that two offers never cross. */
export function offererOf(epoch: number): 'initiator' | 'recipient' {
  return epoch % 2 === 1 ? 'initiator' : 'recipient';
}

/** The ratchet of a session that starts now and has taken `steps` root steps. */
export function startPqRatchet(steps: number, nowMs: number): PqRatchet {
  return { epoch: 0, steps, changedAtMs: nowMs, phase: IDLE };
}

/** The ratchet after a root step that mixed nothing in. */
export function afterPlainStep(state: PqRatchet): PqRatchet {
  return { ...state, steps: Math.min(state.steps + 1, LIMITS.KEM_RATCHET_STEPS) };
}

/** The secrets that a phase holds. */
export function secretsOfPhase(phase: PqPhase): readonly Uint8Array[] {
  switch (phase.kind) {
    case 'idle':
      return [];
    case 'offering':
      return [phase.seed];
    case 'answering':
    case 'agreed':
      return [phase.epochSecret];
  }
}
