/**
 * The Diffie-Hellman step of the ratchet, in its two halves (Double Ratchet §4.5, DHRatchetHE; specs/04 §3).
 *
 * The receiving half is taken first and the message opened with it; only then is the sending half worth a key pair.
 */
import { freshKeyPair } from './fresh-key-pair.ts';
import type { CryptoProvider, RandomBytes, X25519KeyPair } from './provider.ts';
import type { LiveChain } from './receiving-chain.ts';
import { rootStep } from './root-chain.ts';
import type { RatchetState, SendingChain } from './session.ts';

export interface ReceivingHalf {
  readonly rootKey: Uint8Array;
  readonly chain: LiveChain;
  readonly nextReceivingHeaderKey: Uint8Array;
}

/** @throws {VerifyError} `bad-key` when their ratchet key is refused */
export async function receivingHalf(
  provider: CryptoProvider,
  state: RatchetState,
  theirRatchetKey: Uint8Array,
): Promise<ReceivingHalf> {
  const agreed = await provider.x25519.agree(state.ratchetKey, theirRatchetKey);
  const { rootKey, chainKey, nextHeaderKey } = rootStep(provider, state.rootKey, agreed);
  const headerKey = state.nextReceivingHeaderKey;
  return {
    rootKey,
    chain: { headerKey, chainKey, next: 0, keptFrom: 0, skipped: [] },
    nextReceivingHeaderKey: nextHeaderKey,
  };
}

export interface SendingHalf {
  readonly rootKey: Uint8Array;
  readonly ratchetKey: X25519KeyPair;
  readonly chainKey: Uint8Array;
  readonly nextSendingHeaderKey: Uint8Array;
}

export interface SendingHalfInput {
  readonly rootKey: Uint8Array;
  readonly theirRatchetKey: Uint8Array;
  readonly random: RandomBytes;
}

/** Makes our next ratchet key pair and the chain that starts with it. */
export async function sendingHalf(provider: CryptoProvider, input: SendingHalfInput): Promise<SendingHalf> {
  const ratchetKey = await freshKeyPair(provider, input.random);
  const agreed = await provider.x25519.agree(ratchetKey, input.theirRatchetKey);
  const { rootKey, chainKey, nextHeaderKey } = rootStep(provider, input.rootKey, agreed);
  return { rootKey, ratchetKey, chainKey, nextSendingHeaderKey: nextHeaderKey };
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
