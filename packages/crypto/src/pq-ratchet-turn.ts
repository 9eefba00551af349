/**
 * What a root step does to the post-quantum ratchet, in its receiving and its sending half (specs/10 §5).
 *
 * Decides which root steps mix an epoch secret in, and when the next epoch is offered. Must not know: X25519, headers
 * beyond their epoch, bodies.
 */
import { LIMITS, VerifyError } from '@sotto/wire';
import { KEM_SEED_BYTES } from './key-lengths.ts';
import { afterPlainStep, IDLE, offererOf, type PqRatchet } from './pq-ratchet.ts';
import type { CryptoProvider, RandomBytes } from './provider.ts';
import { drawBytes } from './random-bytes.ts';
import type { EpochMix } from './root-chain.ts';
import type { SessionRole } from './session.ts';

export interface PqTurn {
  readonly next: PqRatchet;
  /** What the root step mixes in; undefined for a plain step. */
  readonly mix: EpochMix | undefined;
  /** Secrets that `next` no longer holds. The one of `mix` is among them and still needed for the root step. */
  readonly consumed: readonly Uint8Array[];
}

export interface ReceivingTurnInput {
  /** Of the header that starts the chain. */
  readonly epoch: number;
  readonly nowMs: number;
}

/**
 * The receiving half: a chain of the same epoch, or of the one we have answered for.
 * @throws {VerifyError} `bad-tag` for any other epoch
 */
export function receivingTurn(state: PqRatchet, { epoch, nowMs }: ReceivingTurnInput): PqTurn {
  if (epoch === state.epoch) return { next: afterPlainStep(state), mix: undefined, consumed: [] };
  if (epoch !== state.epoch + 1 || state.phase.kind !== 'answering') {
    throw new VerifyError('bad-tag', 'authentication failed');
  }
  return intoNextEpoch(state, state.phase.epochSecret, nowMs);
}

export interface SendingTurnInput {
  readonly provider: CryptoProvider;
  readonly role: SessionRole;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

/** The sending half: mixes in what has been agreed, or offers the next epoch when it is due and ours to offer. */
export function sendingTurn(state: PqRatchet, { provider, role, random, nowMs }: SendingTurnInput): PqTurn {
  if (state.phase.kind === 'agreed') return intoNextEpoch(state, state.phase.epochSecret, nowMs);
  const stepped = afterPlainStep(state);
  if (!isOfferDue(stepped, role, nowMs)) return { next: stepped, mix: undefined, consumed: [] };
  const drawn = drawBytes(random, KEM_SEED_BYTES);
  const { seed, publicKey: encapsulationKey } = provider.mlKem768.keyPair(drawn);
  drawn.fill(0);
  return { next: { ...stepped, phase: { kind: 'offering', seed, encapsulationKey } }, mix: undefined, consumed: [] };
}

function intoNextEpoch(state: PqRatchet, secret: Uint8Array, nowMs: number): PqTurn {
  const epoch = state.epoch + 1;
  return { next: { epoch, steps: 0, changedAtMs: nowMs, phase: IDLE }, mix: { epoch, secret }, consumed: [secret] };
}

// A clock that went back leaves the count of steps; one that jumps only hastens the epoch.
function isOfferDue({ epoch, steps, changedAtMs, phase }: PqRatchet, role: SessionRole, nowMs: number): boolean {
  if (phase.kind !== 'idle' || offererOf(epoch + 1) !== role) return false;
  return steps >= LIMITS.KEM_RATCHET_STEPS || nowMs - changedAtMs >= LIMITS.KEM_RATCHET_SECONDS * 1_000;
}
