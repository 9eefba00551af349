import { parseHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { failure } from './testing/devices.ts';

// RFC 9180 §A.2.1, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode, sequence number 0.
const VECTOR = {
  info: parseHex('4f6465206f6e2061204772656369616e2055726e'),
  ephemeralSecret: parseHex('f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600'),
  encapsulated: parseHex('1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a'),
  recipientPublic: parseHex('4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a'),
  recipientSecret: parseHex('8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb'),
  plaintext: parseHex('4265617574792069732074727574682c20747275746820626561757479'),
  associatedData: parseHex('436f756e742d30'),
  ciphertext: parseHex('1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28'),
};

describe.each([nodeProvider, portableProvider])('HPKE on the $name provider', (provider) => {
  test('RFC 9180 §A.2.1: seals and opens the published bytes', async () => {
    const { info, associatedData, plaintext, encapsulated, ciphertext } = VECTOR;
    const ephemeral = await provider.x25519.keyPair(VECTOR.ephemeralSecret);
    const recipient = await provider.x25519.keyPair(VECTOR.recipientSecret);
    expect(ephemeral.publicKey).toEqual(encapsulated);
    expect(recipient.publicKey).toEqual(VECTOR.recipientPublic);
    const recipientKey = recipient.publicKey;
    const sealed = await hpkeSeal(provider, { recipientKey, ephemeral, info, associatedData, plaintext });
    expect(sealed).toEqual(Uint8Array.of(...encapsulated, ...ciphertext));
    expect(await hpkeOpen(provider, { recipient, sealed, info, associatedData })).toEqual(plaintext);
  });

  test('another info, associated data or recipient does not open, nor do changed or cut bytes', async () => {
    const { info, associatedData } = VECTOR;
    const recipient = await provider.x25519.keyPair(VECTOR.recipientSecret);
    const other = await provider.x25519.keyPair(VECTOR.ephemeralSecret);
    const sealed = Uint8Array.of(...VECTOR.encapsulated, ...VECTOR.ciphertext);
    const valid = { recipient, sealed, info, associatedData };
    const changed = sealed.map((byte, i) => (i === 40 ? byte ^ 1 : byte));
    for (const attempt of [
      { ...valid, info: associatedData },
      { ...valid, associatedData: info },
      { ...valid, recipient: other },
      { ...valid, sealed: changed },
      { ...valid, sealed: sealed.subarray(0, 47) },
      { ...valid, sealed: new Uint8Array(0) },
    ]) {
      await expect(hpkeOpen(provider, attempt)).rejects.toMatchObject(failure('bad-tag'));
    }
  });
});
