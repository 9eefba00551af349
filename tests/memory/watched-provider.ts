/** A provider that notes every secret that passes through it, under a mask. */
import { type CryptoProvider, platformProvider, type X25519KeyPair } from '@sotto/crypto';
import type { MaskedSecrets } from './masked-secret.ts';

export function watchedProvider(secrets: MaskedSecrets): CryptoProvider {
  const { x25519, mlKem768, mlKem1024 } = platformProvider;
  const noted = (name: string, bytes: Uint8Array): Uint8Array => {
    secrets.add(name, bytes);
    return bytes;
  };
  const pair = (made: X25519KeyPair | Promise<X25519KeyPair>) => {
    if (made instanceof Promise) throw new TypeError('this provider is synchronous');
    secrets.add('ratchet secret key', made.secretKey);
    return made;
  };
  const kem = (inner: typeof mlKem768): typeof mlKem768 => ({
    ...inner,
    keyPair(seed) {
      secrets.add('KEM seed', seed);
      return inner.keyPair(seed);
    },
    encapsulate(publicKey, random) {
      const made = inner.encapsulate(publicKey, random);
      secrets.add('KEM secret', made.sharedSecret);
      return made;
    },
    encapsulateByPlatform(publicKey) {
      if (inner.encapsulateByPlatform === undefined) throw new TypeError('the platform does not encapsulate');
      const made = inner.encapsulateByPlatform(publicKey);
      secrets.add('KEM secret', made.sharedSecret);
      return made;
    },
    decapsulate: (seed, ciphertext) => noted('KEM secret', inner.decapsulate(seed, ciphertext)),
  });
  return {
    ...platformProvider,
    hmacSha256(key, data) {
      secrets.add('chain key', key);
      return platformProvider.hmacSha256(key, data);
    },
    hkdfSha256(input) {
      if (input.salt.some((byte) => byte !== 0)) secrets.add('root key', input.salt);
      secrets.add('input of a key derivation', input.secret);
      return platformProvider.hkdfSha256(input);
    },
    aeadSeal(input) {
      secrets.add('message key', input.key);
      return platformProvider.aeadSeal(input);
    },
    aeadOpen(input) {
      secrets.add('message key', input.key);
      return platformProvider.aeadOpen(input);
    },
    x25519: {
      ...x25519,
      keyPair: (seed) => pair(x25519.keyPair(seed)),
      keyPairByPlatform() {
        if (x25519.keyPairByPlatform === undefined) throw new TypeError('the platform makes no key pairs');
        return pair(x25519.keyPairByPlatform());
      },
      agree(ours, theirs) {
        const agreed = x25519.agree(ours, theirs);
        if (agreed instanceof Promise) throw new TypeError('this provider is synchronous');
        return noted('agreement', agreed);
      },
    },
    mlKem768: kem(mlKem768),
    mlKem1024: kem(mlKem1024),
    async argon2id(input) {
      secrets.add('passphrase', input.password);
      return noted('wrapping key', await platformProvider.argon2id(input));
    },
  };
}
