/** A symmetric chain: one key per message, each used once (Double Ratchet §2.2, KDF_CK; specs/04 §3). */
import { encodeCanonical, LABELS } from '@sotto/wire';
import type { CryptoProvider } from './provider.ts';

const MESSAGE = encodeCanonical(LABELS.ratchetMessage);
const CHAIN = encodeCanonical(LABELS.ratchetChain);

export function messageKeyOf(provider: CryptoProvider, chainKey: Uint8Array): Uint8Array {
  return provider.hmacSha256(chainKey, MESSAGE);
}

export function nextChainKey(provider: CryptoProvider, chainKey: Uint8Array): Uint8Array {
  return provider.hmacSha256(chainKey, CHAIN);
}
