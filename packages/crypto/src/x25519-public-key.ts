/**
 * Which X25519 public keys are refused, and why (specs/03 §2; attacks A1, A2).
 *
 * Every agreement refuses keys that are not the canonical encoding of a field element and keys that give the all-zero
 * secret. Handshake keys are unauthenticated when they arrive, so they are also checked for torsion: a key plus a
 * low-order point gives the same secret under another encoding. Ratchet keys arrive inside an authenticated header,
 * where a second encoding of a key gains nothing; the torsion check is not spent on them.
 */
import { equalBytes, VerifyError } from '@sotto/wire';
import type { CryptoProvider, X25519KeyPair } from './provider.ts';

/**
 * 5·L - 1, little-endian, L the prime order of the base point. A multiple of 8 with bit 254 set, so clamping leaves it
 * alone, and -1 modulo L: it sends every point of prime order to its negative, which has the same u, and nothing else
 * to itself.
 */
const MINUS_ONE_CLAMPED = Uint8Array.of(
  ...[0xa0, 0x23, 0xcd, 0xd0, 0x83, 0xef, 0x5b, 0xb8, 0x2f, 0x10, 0xd6, 0x2e, 0x59, 0xe1, 0x5a, 0x68],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x50],
);

// Made once for each provider: it costs as much as an agreement, and a handshake checks up to three keys.
const minusOnePairs = new WeakMap<CryptoProvider, X25519KeyPair>();

async function minusOnePair(provider: CryptoProvider): Promise<X25519KeyPair> {
  const known = minusOnePairs.get(provider);
  if (known) return known;
  const pair = await provider.x25519.keyPair(MINUS_ONE_CLAMPED);
  minusOnePairs.set(provider, pair);
  return pair;
}

export function badPublicKey(cause?: unknown): VerifyError {
  return new VerifyError('bad-key', 'public key refused', { cause });
}

/** @throws {VerifyError} `bad-key` unless it is 32 bytes, little-endian, below 2^255 - 19. */
export function checkCanonicalX25519(publicKey: Uint8Array): void {
  if (publicKey.length !== 32) throw badPublicKey();
  const top = publicKey[31] ?? 0xff;
  if (top > 0x7f) throw badPublicKey();
  if (top < 0x7f) return;
  for (let i = 30; i > 0; i--) if (publicKey[i] !== 0xff) return;
  if ((publicKey[0] ?? 0xff) >= 0xed) throw badPublicKey();
}

/**
 * Refuses a handshake key that is not a point of prime order: small-order, torsioned or on the twist.
 * @throws {VerifyError} `bad-key`
 */
export async function checkHandshakeKey(publicKey: Uint8Array, provider: CryptoProvider): Promise<void> {
  const image = await provider.x25519.agree(await minusOnePair(provider), publicKey);
  if (!equalBytes(image, publicKey)) throw badPublicKey();
}
