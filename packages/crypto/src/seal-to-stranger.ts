/**
 * Sealing to somebody we share no session with: the mailbox sees neither sender nor content (specs/03 §6).
 */

import { encodeCanonical, LABELS } from '@sotto/wire';
import { platformProvider } from '#platform';
import { freshKeyPair } from './fresh-key-pair.ts';
import { HPKE_OVERHEAD_BYTES, hpkeOpen, hpkeSeal } from './hpke.ts';
import type { ProviderOption, RandomBytes, X25519KeyPair } from './provider.ts';

const INFO = encodeCanonical(LABELS.sealToStranger);

/** Bytes that `sealToStranger` adds to a plaintext. */
export const STRANGER_OVERHEAD_BYTES: number = HPKE_OVERHEAD_BYTES;

export interface SealToStrangerOptions extends ProviderOption {
  /** X25519 public key of the recipient's bundle, 32 bytes. */
  readonly recipientKey: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly associatedData: Uint8Array;
  readonly random: RandomBytes;
}

/** @throws {VerifyError} `bad-key` when the recipient's key is refused */
export async function sealToStranger(options: SealToStrangerOptions): Promise<Uint8Array> {
  const { recipientKey, plaintext, associatedData, random, provider = platformProvider } = options;
  const ephemeral = await freshKeyPair(provider, random);
  const sealed = await hpkeSeal(provider, { recipientKey, ephemeral, info: INFO, associatedData, plaintext });
  ephemeral.secretKey.fill(0);
  return sealed;
}

export interface OpenFromStrangerOptions extends ProviderOption {
  readonly recipientKey: X25519KeyPair;
  readonly sealed: Uint8Array;
  readonly associatedData: Uint8Array;
}

/** @throws {VerifyError} `bad-tag` or `bad-key`: not sealed to this key, or changed on the way */
export function openFromStranger(options: OpenFromStrangerOptions): Promise<Uint8Array> {
  const { recipientKey, sealed, associatedData, provider = platformProvider } = options;
  return hpkeOpen(provider, { recipient: recipientKey, sealed, info: INFO, associatedData });
}
