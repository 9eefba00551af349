/** X25519 key pairs from a source of randomness. */
import { KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider, RandomBytes, X25519KeyPair } from './provider.ts';
import { drawBytes } from './random-bytes.ts';

/** Draws 32 bytes, makes a key pair of them and wipes what was drawn. */
export async function freshKeyPair(provider: CryptoProvider, random: RandomBytes): Promise<X25519KeyPair> {
  const seed = drawBytes(random, KEY_BYTES);
  const pair = await provider.x25519.keyPair(seed);
  seed.fill(0);
  return pair;
}
