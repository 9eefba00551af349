import { inspect } from 'node:util';
import { formatHex } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import { foundAccount } from '../tests/account-fixture.ts';
import {
  createDeviceKeys,
  createRotatedKeys,
  decodeDeviceKeys,
  deriveDeviceId,
  encodeDeviceKeys,
} from './device-keys.ts';

describe('device keys', () => {
  test('come back from their bytes, also after a rotation, which keeps the id', async () => {
    const { device, random } = await foundAccount('ada');
    const rotated = await createRotatedKeys(device, random);
    expect(rotated.deviceId).toEqual(device.deviceId);
    expect(rotated.signingKey.publicKey).not.toEqual(device.signingKey.publicKey);
    for (const keys of [device, rotated]) expect(await decodeDeviceKeys(encodeDeviceKeys(keys))).toEqual(keys);
  });

  test('give a device the id that follows from the first of them', async () => {
    const { device } = await foundAccount('ada');
    expect(device.deviceId).toHaveLength(16);
    expect(device.deviceId).toEqual(deriveDeviceId(device.signingKey.publicKey, device.identityKey.publicKey));
    expect(device.deviceId).not.toEqual(deriveDeviceId(device.identityKey.publicKey, device.signingKey.publicKey));
  });

  test('are independent keys from the randomness that was given', async () => {
    const lengths: number[] = [];
    let fill = 0;
    const keys = await createDeviceKeys((length) => {
      lengths.push(length);
      fill += 1;
      return new Uint8Array(length).fill(fill);
    });
    expect(lengths).toEqual([32, 32]);
    expect(formatHex(keys.signingKey.secretKey)).not.toBe(formatHex(keys.identityKey.secretKey));
  });

  test('of another version or length are refused', async () => {
    const { device } = await foundAccount('ada');
    const bytes = encodeDeviceKeys(device);
    const other = Uint8Array.from(bytes);
    other[0] = 2;
    await expect(decodeDeviceKeys(other)).rejects.toMatchObject({ code: 'wrong-version' });
    await expect(decodeDeviceKeys(bytes.subarray(1))).rejects.toMatchObject({ kind: 'decode' });
    await expect(decodeDeviceKeys(new Uint8Array())).rejects.toMatchObject({ code: 'wrong-version' });
    await expect(decodeDeviceKeys(Uint8Array.from([...bytes, 0]))).rejects.toMatchObject({ code: 'wrong-length' });
  });

  test('G7: their signing key does not print its secret', async () => {
    const { device } = await foundAccount('ada');
    const secret = formatHex(device.signingKey.secretKey);
    expect(JSON.stringify(device.signingKey)).not.toContain(secret);
    expect(inspect(device, { depth: 5 })).not.toContain(secret);
  });
});
