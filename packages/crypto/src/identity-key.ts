/** X25519 key pairs of devices: identity keys, signed prekeys, one-time prekeys. */
import { platformProvider } from '#platform';
import { KEY_BYTES, requireLength } from './key-lengths.ts';
import type { ProviderOption, X25519KeyPair } from './provider.ts';

/** An X25519 key pair from 32 random bytes. The seed is the secret key. */
export async function identityKeyPair(
  seed: Uint8Array,
  { provider = platformProvider }: ProviderOption = {},
): Promise<X25519KeyPair> {
  return await provider.x25519.keyPair(requireLength(seed, KEY_BYTES, 'seed'));
}
