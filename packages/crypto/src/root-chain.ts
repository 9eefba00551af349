/**
 * The root chain: each Diffie-Hellman result gives a new root key, a chain key and the next header key
 * (Double Ratchet §4.3, KDF_RK_HE; specs/04 §3).
 */
import { encodeCanonical, LABELS } from '@sotto/wire';
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

/** Takes over `agreed` and wipes it. `rootKey` is not changed. */
export function rootStep(provider: CryptoProvider, rootKey: Uint8Array, agreed: Uint8Array): RootStep {
  const derived = provider.hkdfSha256({ secret: agreed, salt: rootKey, info: INFO, length: 3 * KEY_BYTES });
  agreed.fill(0);
  const [nextRootKey, chainKey, nextHeaderKey] = splitThreeKeys(derived);
  return { rootKey: nextRootKey, chainKey, nextHeaderKey };
}
