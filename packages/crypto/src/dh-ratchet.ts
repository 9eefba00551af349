/**
 * The Diffie-Hellman step of the ratchet, in its two halves (Double Ratchet §4.5, DHRatchetHE; specs/04 §3).
 *
 * The receiving half is taken first and the message opened with it; only then is the sending half worth a key pair. The
 * post-quantum ratchet turns with each half (specs/10 §5).
 */
import { freshKeyPair } from './fresh-key-pair.ts';
import type { PqRatchet } from './pq-ratchet.ts';
import { receivingTurn, sendingTurn } from './pq-ratchet-turn.ts';
import type { CryptoProvider, RandomBytes, X25519KeyPair } from './provider.ts';
import type { RatchetHeader } from './ratchet-header.ts';
import type { LiveChain } from './receiving-chain.ts';
import { rootStep } from './root-chain.ts';
import type { RatchetState, SendingChain, SessionRole } from './session.ts';

export interface ReceivingHalf {
  readonly rootKey: Uint8Array;
  readonly chain: LiveChain;
  readonly nextReceivingHeaderKey: Uint8Array;
  readonly pq: PqRatchet;
  /** Secrets of the post-quantum ratchet that `pq` no longer holds. */
  readonly consumed: readonly Uint8Array[];
}

export interface ReceivingHalfInput {
  readonly state: RatchetState;
  readonly header: RatchetHeader;
  readonly nowMs: number;
}

/**
 * The chain that a header starts.
 * @throws {VerifyError} `bad-key` when their ratchet key is refused; `bad-tag` for an epoch that cannot be
 */
export async function receivingHalf(
  provider: CryptoProvider,
  { state, header, nowMs }: ReceivingHalfInput,
): Promise<ReceivingHalf> {
  const { next: pq, mix, consumed } = receivingTurn(state.pq, { epoch: header.epoch, nowMs });
  const agreed = await provider.x25519.agree(state.ratchetKey, header.ratchetKey);
  const { rootKey, chainKey, nextHeaderKey } = rootStep(provider, { rootKey: state.rootKey, agreed, mix });
  const headerKey = state.nextReceivingHeaderKey;
  return {
    rootKey,
    chain: { headerKey, chainKey, next: 0, keptFrom: 0, skipped: [] },
    nextReceivingHeaderKey: nextHeaderKey,
    pq,
    consumed,
  };
}

export interface SendingHalf {
  readonly rootKey: Uint8Array;
  readonly ratchetKey: X25519KeyPair;
  readonly chainKey: Uint8Array;
  readonly nextSendingHeaderKey: Uint8Array;
  readonly pq: PqRatchet;
  /** Secrets of the post-quantum ratchet that `pq` no longer holds. */
  readonly consumed: readonly Uint8Array[];
}

export interface SendingHalfInput {
  readonly role: SessionRole;
  readonly pq: PqRatchet;
  readonly rootKey: Uint8Array;
  readonly theirRatchetKey: Uint8Array;
  readonly random: RandomBytes;
  readonly nowMs: number;
}

/** Makes our next ratchet key pair and the chain that starts with it. */
export async function sendingHalf(provider: CryptoProvider, input: SendingHalfInput): Promise<SendingHalf> {
  const { role, random, nowMs } = input;
  const ratchetKey = await freshKeyPair(provider, random);
  const { next: pq, mix, consumed } = sendingTurn(input.pq, { provider, role, random, nowMs });
  const agreed = await provider.x25519.agree(ratchetKey, input.theirRatchetKey);
  const { rootKey, chainKey, nextHeaderKey } = rootStep(provider, { rootKey: input.rootKey, agreed, mix });
  return { rootKey, ratchetKey, chainKey, nextSendingHeaderKey: nextHeaderKey, pq, consumed };
}

/** The sending chain that follows `previous`. */
export function followingSendingChain(state: RatchetState, half: SendingHalf): SendingChain {
  return {
    headerKey: state.nextSendingHeaderKey,
    chainKey: half.chainKey,
    next: 0,
    previousLength: state.sending?.next ?? 0,
  };
}
