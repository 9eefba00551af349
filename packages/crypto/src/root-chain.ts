/**
 * The root chain: each Diffie-Hellman result gives a new root key, a chain key and the next header key
 * (Double Ratchet §4.3, KDF_RK_HE; specs/04 §3). Into a new epoch it takes the KEM's secret too (specs/10 §3).
 */
import { concatBytes, encodeCanonical, LABELS } from '@sotto/wire';
import { KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider } from './provider.ts';

const INFO = encodeCanonical(LABELS.ratchetRoot);

export interface RootStep {
  readonly rootKey: Uint8Array;
  readonly chainKey: Uint8Array;
  readonly nextHeaderKey: Uint8Array;
}

/** Cuts 96 derived bytes into three keys that share no memory, so that each can be wiped alone. */
export function splitThreeKeys(bytes: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
  const keys: [Uint8Array, Uint8Array, Uint8Array] = [
    bytes.slice(0, KEY_BYTES),
    bytes.slice(KEY_BYTES, 2 * KEY_BYTES),
    bytes.slice(2 * KEY_BYTES, 3 * KEY_BYTES),
  ];
  bytes.fill(0);
  return keys;
}

/** What a hybrid root step mixes in beside the agreement. */
export interface EpochMix {
  /** The epoch that the step leads into. */
  readonly epoch: number;
  /** 32 bytes; not changed. */
  readonly secret: Uint8Array;
}

export interface RootStepInput {
  /** Not changed. */
  readonly rootKey: Uint8Array;
  /** Taken over and wiped. */
  readonly agreed: Uint8Array;
  /** Undefined for a plain step. */
  readonly mix?: EpochMix | undefined;
}

export function rootStep(provider: CryptoProvider, { rootKey, agreed, mix }: RootStepInput): RootStep {
  const secret = mix ? concatBytes(agreed, mix.secret) : agreed;
  const info = mix ? encodeCanonical(LABELS.ratchetRootHybrid, mix.epoch) : INFO;
  const derived = provider.hkdfSha256({ secret, salt: rootKey, info, length: 3 * KEY_BYTES });
  secret.fill(0);
  agreed.fill(0);
  const [nextRootKey, chainKey, nextHeaderKey] = splitThreeKeys(derived);
  return { rootKey: nextRootKey, chainKey, nextHeaderKey };
}
