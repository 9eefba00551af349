/** Labelled hashes and Ed25519 signatures: everything signed is `label || canonical encoding` (specs/00 §4; A5). */

import { type CanonicalPart, encodeCanonical, encodeCanonicalIn, type Label } from '@sotto/wire';
import { platformProvider } from '#platform';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import { KeyPair } from './key-pair.ts';
import type { ProviderOption } from './provider.ts';

/** SHA-256 of the canonical encoding of label and parts, 32 bytes. */
export function hashLabelled(label: Label, ...parts: readonly CanonicalPart[]): Uint8Array {
  return platformProvider.sha256(encodeCanonical(label, ...parts));
}

/** An envelope of the smallest paddings with all that is hashed beside it. */
const PUBLIC_ROOM_BYTES = 4_096;

// Used again by every call, which are synchronous: new room for each costs more than the hash. Holds nothing secret.
const publicRoom = new Uint8Array(PUBLIC_ROOM_BYTES);

/** The same, and faster, where neither parts nor hash are secret: copies of them may stay in memory. */
export function hashPublic(label: Label, ...parts: readonly CanonicalPart[]): Uint8Array {
  return platformProvider.publicSha256(encodeCanonicalIn(publicRoom, label, parts));
}

/** An Ed25519 key pair from 32 random bytes. The seed is the secret key. */
export function signingKeyPair(seed: Uint8Array, { provider = platformProvider }: ProviderOption = {}): KeyPair {
  requireLength(seed, KEY_BYTES, 'seed');
  return new KeyPair(provider.ed25519.publicKey(seed), Uint8Array.from(seed));
}

export interface SignOptions extends ProviderOption {
  readonly label: Label;
  /** Ed25519 seed, 32 bytes. */
  readonly secretKey: Uint8Array;
  readonly parts: readonly CanonicalPart[];
}

/** Signs label and parts; 64 bytes. */
export function sign({ label, secretKey, parts, provider = platformProvider }: SignOptions): Uint8Array {
  return provider.ed25519.sign(secretKey, encodeCanonical(label, ...parts));
}

export interface VerifySignatureOptions extends ProviderOption {
  readonly label: Label;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly parts: readonly CanonicalPart[];
}

/** Whether the signature holds for exactly this label and these parts. Wrong lengths are `false`. */
export function verifySignature(options: VerifySignatureOptions): boolean {
  const { label, publicKey, signature, parts, provider = platformProvider } = options;
  return provider.ed25519.verify(publicKey, encodeCanonical(label, ...parts), signature);
}
