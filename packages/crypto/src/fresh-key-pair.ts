/** X25519 key pairs from a source of randomness. */
import { platformRandom } from '#platform';
import { KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider, RandomBytes, X25519KeyPair } from './provider.ts';
import { drawBytes } from './random-bytes.ts';

/**
 * Draws 32 bytes, makes a key pair of them and wipes what was drawn. The platform may draw by itself, but only for a
 * caller whose source is the platform's own: with any other source a run can be repeated.
 */
export async function freshKeyPair(provider: CryptoProvider, random: RandomBytes): Promise<X25519KeyPair> {
  if (random === platformRandom && provider.x25519.keyPairByPlatform) return provider.x25519.keyPairByPlatform();
  const seed = drawBytes(random, KEY_BYTES);
  const pair = await provider.x25519.keyPair(seed);
  seed.fill(0);
  return pair;
}
