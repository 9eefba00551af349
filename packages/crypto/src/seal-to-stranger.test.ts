import { describe, expect, test } from 'vitest';
import { identityKeyPair } from './identity-key.ts';
import { openFromStranger, STRANGER_OVERHEAD_BYTES, sealToStranger } from './seal-to-stranger.ts';
import { ZERO_SECRET_KEYS } from './testing/bad-keys.ts';
import { failure, randomFrom } from './testing/devices.ts';

const plaintext = Uint8Array.of(1, 2, 3);
const associatedData = Uint8Array.of(9);

describe('sealing to a stranger', () => {
  test('only the recipient opens it, and only with the same associated data', async () => {
    const random = randomFrom('stranger');
    const recipientKey = await identityKeyPair(random(32));
    const other = await identityKeyPair(random(32));
    const sealed = await sealToStranger({ recipientKey: recipientKey.publicKey, plaintext, associatedData, random });
    expect(sealed).toHaveLength(plaintext.length + STRANGER_OVERHEAD_BYTES);
    expect(await openFromStranger({ recipientKey, sealed, associatedData })).toEqual(plaintext);
    for (const attempt of [
      { recipientKey: other, sealed, associatedData },
      { recipientKey, sealed, associatedData: plaintext },
    ]) {
      await expect(openFromStranger(attempt)).rejects.toMatchObject(failure('bad-tag'));
    }
  });

  test('two sealings of the same bytes share nothing that shows', async () => {
    const random = randomFrom('twice');
    const { publicKey } = await identityKeyPair(random(32));
    const first = await sealToStranger({ recipientKey: publicKey, plaintext, associatedData, random });
    const second = await sealToStranger({ recipientKey: publicKey, plaintext, associatedData, random });
    expect(first.subarray(0, 32)).not.toEqual(second.subarray(0, 32));
    expect(first.subarray(32)).not.toEqual(second.subarray(32));
  });

  test('A1: a recipient key or an encapsulated key of small order is refused', async () => {
    const random = randomFrom('small');
    const recipientKey = await identityKeyPair(random(32));
    for (const key of ZERO_SECRET_KEYS) {
      await expect(sealToStranger({ recipientKey: key, plaintext, associatedData, random })).rejects.toMatchObject(
        failure('bad-key'),
      );
      const sealed = Uint8Array.of(...key, ...new Uint8Array(40));
      await expect(openFromStranger({ recipientKey, sealed, associatedData })).rejects.toMatchObject(
        failure('bad-key'),
      );
    }
  });
});
