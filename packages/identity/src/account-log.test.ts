import { signingKeyPair } from '@sotto/crypto';
import { LIMITS, LimitError, UsageError } from '@sotto/wire';
import { describe, expect, test } from 'vitest';
import {
  adding,
  append,
  authority,
  foundAccount,
  MAILBOXES,
  mailboxAddress,
  NOW_MS,
  refusal,
  revoking,
} from '../tests/account-fixture.ts';
import { checkpointOf, createAccountLog, encodeAccountLog } from './account-log.ts';
import { createDeviceKeys, createRotatedKeys, toDevice } from './device-keys.ts';
import { decodeLogEntry } from './log-entry.ts';
import { verifyAccountLog } from './log-verification.ts';

describe('founding an account', () => {
  test('gives genesis, the first device and its mailboxes, and verifies from bytes', async () => {
    const { state, device, recovery } = await foundAccount('ada');
    expect(state.head.sequence).toBe(2);
    expect(state.devices).toEqual([toDevice(device)]);
    expect(state.authorities).toEqual([authority(recovery)]);
    expect(state.mailboxes).toEqual(MAILBOXES);
    expect(verifyAccountLog(encodeAccountLog(state), { accountId: state.accountId })).toEqual(state);
  });

  test('needs no mailbox', async () => {
    const { recovery, device, random } = await foundAccount('ada');
    const state = createAccountLog({
      recoveryKey: recovery,
      firstDevice: device,
      mailboxes: [],
      random,
      nowMs: NOW_MS,
    });
    expect(state.head.sequence).toBe(1);
    expect(state.mailboxes).toEqual([]);
  });

  test('gives two accounts of the same keys two ids', async () => {
    const { recovery, device, random, state } = await foundAccount('ada');
    const options = { recoveryKey: recovery, firstDevice: device, mailboxes: MAILBOXES, random, nowMs: NOW_MS };
    expect(createAccountLog(options).accountId).not.toEqual(state.accountId);
  });

  test('is a usage error with a time that is not a number of milliseconds', async () => {
    const { recovery, device, random } = await foundAccount('ada');
    for (const nowMs of [-1, 0.5, Number.NaN]) {
      const options = { recoveryKey: recovery, firstDevice: device, mailboxes: [], random, nowMs };
      expect(() => createAccountLog(options)).toThrow(UsageError);
    }
  });
});

describe('appending', () => {
  test('follows every operation and leaves the old state alone', async () => {
    const { state, recovery, device, random } = await foundAccount('ada');
    const entriesBefore = [...state.entries];
    const second = await createDeviceKeys(random);
    const rotated = await createRotatedKeys(second, random);
    const backup = signingKeyPair(random(32));

    const withDevice = append(state, adding(second), device.signingKey, second.signingKey);
    const rotation = { kind: 'rotateDeviceKeys', device: toDevice(rotated) } as const;
    const withRotation = append(withDevice, rotation, second.signingKey, rotated.signingKey);
    const withBackup = append(withRotation, { kind: 'addAuthority', authority: authority(backup) }, recovery, backup);
    const withoutFirst = append(withBackup, revoking(device), rotated.signingKey);
    const moved = append(withoutFirst, { kind: 'setMailboxes', mailboxes: [mailboxAddress(9)] }, rotated.signingKey);
    const anchored = append(moved, checkpointOf(moved), recovery, backup);
    const final = append(anchored, { kind: 'removeAuthority', publicKey: recovery.publicKey }, backup);

    expect(state.entries).toEqual(entriesBefore);
    expect(final.devices).toEqual([toDevice(rotated)]);
    expect(final.devices[0]?.deviceId).toEqual(second.deviceId);
    expect(final.authorities).toEqual([authority(backup)]);
    expect(final.removedAuthorityKeys).toEqual([recovery.publicKey]);
    expect(final.revokedDeviceIds).toEqual([device.deviceId]);
    expect(final.mailboxes).toEqual([mailboxAddress(9)]);
    expect(final.anchor.sequence).toBe(anchored.head.sequence);
    expect(verifyAccountLog(encodeAccountLog(final))).toEqual(final);
  });

  test('names a signer once although it is given twice', async () => {
    const { state, device } = await foundAccount('ada');
    const next = append(state, { kind: 'setMailboxes', mailboxes: [] }, device.signingKey, device.signingKey);
    expect(decodeLogEntry(next.entries.at(-1) ?? new Uint8Array()).signatures).toHaveLength(1);
  });

  test('a device that rotated its keys no longer signs with the old ones', async () => {
    const { state, device, random } = await foundAccount('ada');
    const rotated = await createRotatedKeys(device, random);
    const operation = { kind: 'rotateDeviceKeys', device: toDevice(rotated) } as const;
    const next = append(state, operation, device.signingKey, rotated.signingKey);
    const set = { kind: 'setMailboxes', mailboxes: [] } as const;
    expect(refusal(() => append(next, set, device.signingKey))).toBe('invalid-argument');
    expect(append(next, set, rotated.signingKey).mailboxes).toEqual([]);
  });

  test('keeps room for a checkpoint when the log is full', async () => {
    const { state, device, recovery } = await foundAccount('ada');
    let current = state;
    const lists = [Array.from({ length: LIMITS.MAX_MAILBOXES }, (_, i) => mailboxAddress(i)), MAILBOXES];
    const fill = () => {
      for (let i = 0; i < 1_000; i++) {
        const mailboxes = lists[i % 2] ?? [];
        current = append(current, { kind: 'setMailboxes', mailboxes }, device.signingKey);
      }
    };
    expect(fill).toThrow(LimitError);
    expect(encodeAccountLog(current).length).toBeGreaterThan(LIMITS.MAX_LOG_BYTES - 2 * LIMITS.MAX_LOG_ENTRY_BYTES);
    const anchored = append(current, checkpointOf(current), recovery);
    expect(encodeAccountLog(anchored).length).toBeLessThanOrEqual(LIMITS.MAX_LOG_BYTES);
    expect(verifyAccountLog(encodeAccountLog(anchored)).head).toEqual(anchored.head);
  });
});
