import { signingKeyPair } from '@sotto/crypto';
import { describe, expect, test } from 'vitest';
import { adding, append, authority, foundAccount, revoking } from '../tests/account-fixture.ts';
import { createDeviceKeys, createRotatedKeys, toDevice } from './device-keys.ts';
import { keyDigest } from './key-digest.ts';

describe('the key digest', () => {
  test('changes with every change of devices and authorities, and with nothing else', async () => {
    const { state, device, recovery, random } = await foundAccount('ada');
    const second = await createDeviceKeys(random);
    const rotated = await createRotatedKeys(second, random);
    const backup = signingKeyPair(random(32));
    const moved = append(state, { kind: 'setMailboxes', mailboxes: [] }, device.signingKey);
    const two = append(moved, adding(second), device.signingKey, second.signingKey);
    const rotation = { kind: 'rotateDeviceKeys', device: toDevice(rotated) } as const;
    const turned = append(two, rotation, second.signingKey, rotated.signingKey);
    const backed = append(turned, { kind: 'addAuthority', authority: authority(backup) }, recovery, backup);
    const back = append(backed, { kind: 'removeAuthority', publicKey: backup.publicKey }, recovery);
    const one = append(back, revoking(second), device.signingKey);

    expect(keyDigest(moved)).toEqual(keyDigest(state));
    expect(keyDigest(back)).toEqual(keyDigest(turned));
    expect(keyDigest(one)).toEqual(keyDigest(state));
    const digests = [state, two, turned, backed].map((each) => Buffer.from(keyDigest(each)).toString('hex'));
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('does not depend on the order of devices, and binds the account', async () => {
    const { state, device, random } = await foundAccount('ada');
    const grace = await foundAccount('grace');
    const second = await createDeviceKeys(random);
    const two = append(state, adding(second), device.signingKey, second.signingKey);
    expect(keyDigest({ ...two, devices: [...two.devices].reverse() })).toEqual(keyDigest(two));
    expect(keyDigest({ ...two, accountId: grace.state.accountId })).not.toEqual(keyDigest(two));
  });
});
