import { describe, expect, test } from 'vitest';
import { hpkeOpen, hpkeSeal } from './hpke.ts';
import { nodeProvider } from './provider.node.ts';
import { portableProvider } from './provider.portable.ts';
import { failure } from './testing/devices.ts';
import { RFC9180_ANSWER as VECTOR } from './testing/rfc9180.ts';

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
