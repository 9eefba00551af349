/** KEM secrets from a source of randomness. */
import { platformRandom } from '#platform';
import { KEM_RANDOM_BYTES } from './key-lengths.ts';
import type { Encapsulation, MlKem, RandomBytes } from './provider.ts';
import { drawBytes } from './random-bytes.ts';

/**
 * Encapsulates to a public key.
 *
 * Where the platform's KEM takes no randomness from outside, it may draw by itself, but only for a caller whose source is
 * the platform's own: with any other source a run can be repeated.
 * @throws {VerifyError} `bad-key` for a refused public key
 */
export function freshEncapsulation(kem: MlKem, publicKey: Uint8Array, random: RandomBytes): Encapsulation {
  if (random === platformRandom && kem.encapsulateByPlatform) return kem.encapsulateByPlatform(publicKey);
  const drawn = drawBytes(random, KEM_RANDOM_BYTES);
  try {
    return kem.encapsulate(publicKey, drawn);
  } finally {
    drawn.fill(0);
  }
}
