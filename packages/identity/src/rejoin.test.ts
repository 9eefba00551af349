import { type KeyPair, signingKeyPair } from '@sotto/crypto';
import { LIMITS } from '@sotto/wire';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  adding,
  append,
  foundAccount,
  MAILBOXES,
  mailboxAddress,
  NOW_MS,
  refusal,
  revoking,
} from '../tests/account-fixture.ts';
import { accountIdOf, createAccountLog, encodeAccountLog } from './account-log.ts';
import { createDeviceKeys, type DeviceKeys, toDevice } from './device-keys.ts';
import { compareLogs } from './log-comparison.ts';
import type { AccountState } from './log-state.ts';
import { verifyAccountLog } from './log-verification.ts';
import { createRecoveryWords, recoveryKey, recoveryWordsFault } from './recovery-words.ts';
import { rejoinAccount } from './rejoin.ts';

let account: AccountFixture;
let fresh: DeviceKeys;

beforeAll(async () => {
  account = await foundAccount('grace');
  fresh = await createDeviceKeys(account.random);
});

function rejoin(state: AccountState, options: { revoked?: readonly DeviceKeys[]; key?: KeyPair } = {}): AccountState {
  const { revoked = [], key = account.recovery } = options;
  const ids = revoked.map(({ deviceId }) => deviceId);
  return rejoinAccount({ state, recoveryKey: key, device: fresh, revoked: ids, nowMs: NOW_MS });
}

async function withDevices(count: number): Promise<AccountState> {
  let { state } = account;
  while (state.devices.length < count) {
    const device = await createDeviceKeys(account.random);
    state = append(state, adding(device), account.recovery, device.signingKey);
  }
  return state;
}

describe('coming back with the recovery key', () => {
  test('adds the device, and every reader accepts the log as one that goes on', () => {
    const next = rejoin(account.state);
    expect(next.devices).toEqual([toDevice(account.device), toDevice(fresh)]);
    const received = verifyAccountLog(encodeAccountLog(next), { accountId: account.state.accountId });
    expect(compareLogs(account.state, received)).toBe('newer');
  });

  test('ends the devices that are lost in the same breath, and keeps the mailboxes', () => {
    const next = rejoin(account.state, { revoked: [account.device] });
    expect(next.devices).toEqual([toDevice(fresh)]);
    expect(next.revokedDeviceIds).toEqual([account.device.deviceId]);
    expect(next.mailboxes).toEqual(MAILBOXES);
  });

  test('changes nothing where the device is one of the account already', () => {
    const once = rejoin(account.state, { revoked: [account.device] });
    expect(rejoin(once, { revoked: [account.device] })).toBe(once);
  });

  test('C1: is refused with a key that the account does not name', () => {
    const stranger = signingKeyPair(new Uint8Array(32).fill(9));
    expect(refusal(() => rejoin(account.state, { key: stranger }))).toBe('wrong-recipient');
  });

  test('C1: is refused with a key that was removed as authority', () => {
    const next = signingKeyPair(new Uint8Array(32).fill(8));
    const authority = { kind: account.state.authorities[0]?.kind ?? 0, publicKey: next.publicKey };
    let state = append(account.state, { kind: 'addAuthority', authority }, account.recovery, next);
    const { authorities, devices, revokedDeviceIds, mailboxes, removedAuthorityKeys } = state;
    const content = { authorities, devices, revokedDeviceIds, mailboxes, removedAuthorityKeys };
    state = append(state, { kind: 'checkpoint', content }, account.recovery);
    state = append(state, { kind: 'removeAuthority', publicKey: account.recovery.publicKey }, next);
    expect(refusal(() => rejoin(state))).toBe('wrong-recipient');
  });

  test('C1: a device that was revoked does not come back with its old keys', () => {
    const state = append(account.state, revoking(account.device), account.recovery);
    const again = () =>
      rejoinAccount({ state, recoveryKey: account.recovery, device: account.device, revoked: [], nowMs: NOW_MS });
    expect(refusal(again)).toBe('invalid-argument');
  });

  test('is refused when the account has all the devices it may, unless some of them go', async () => {
    const full = await withDevices(LIMITS.MAX_DEVICES);
    expect(refusal(() => rejoin(full))).toBe('too-many');
    expect(rejoin(full, { revoked: [account.device] }).devices).toHaveLength(LIMITS.MAX_DEVICES);
  });

  test('writes a checkpoint when the log is full, and the log goes on', () => {
    let { state } = account;
    const entries = () => encodeAccountLog(state).length;
    for (let i = 0; entries() < LIMITS.MAX_LOG_BYTES - LIMITS.MAX_LOG_ENTRY_BYTES - 1_200; i++) {
      const mailboxes = Array.from({ length: 8 }, (_, at) => mailboxAddress(1 + ((i + at) % 200)));
      state = append(state, { kind: 'setMailboxes', mailboxes }, account.device.signingKey);
    }
    const filler = { kind: 'setMailboxes', mailboxes: [mailboxAddress(250)] } as const;
    while (refusal(() => append(state, filler, account.device.signingKey)) === 'accepted') {
      state = append(state, filler, account.device.signingKey);
    }
    const next = rejoin(state, { revoked: [account.device] });
    expect(next.devices).toEqual([toDevice(fresh)]);
    expect(next.head.sequence).toBe(state.head.sequence + 3);
    expect(encodeAccountLog(next).length).toBeLessThan(LIMITS.MAX_LOG_ENTRY_BYTES);
    expect(compareLogs(state, verifyAccountLog(encodeAccountLog(next)))).toBe('newer');
  });
});

describe('an account that its recovery key names', () => {
  test('has the id that follows from the words, whenever it was founded', () => {
    const key = recoveryKey(createRecoveryWords(account.random));
    const founded = [NOW_MS, NOW_MS + 1].map((nowMs) =>
      createAccountLog({ recoveryKey: key, firstDevice: account.device, mailboxes: MAILBOXES, nowMs }),
    );
    for (const { accountId } of founded) expect(accountId).toEqual(accountIdOf(key.publicKey));
    expect(accountIdOf(account.recovery.publicKey)).not.toEqual(accountIdOf(key.publicKey));
  });

  test('is another one than an account with a salt of chance', () => {
    expect(accountIdOf(account.recovery.publicKey)).not.toEqual(account.state.accountId);
  });
});

describe('the fault of recovery words', () => {
  const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

  test('is none for words that are well formed', () => {
    expect(recoveryWordsFault(WORDS)).toBeUndefined();
    expect(recoveryWordsFault(`  ${WORDS.toUpperCase().replaceAll(' ', '\n')} `)).toBeUndefined();
  });

  test('names places and no words', () => {
    const typed = WORDS.replace('sausage', 'susage').replace('yellow', 'yelow');
    expect(recoveryWordsFault(typed)).toEqual({ kind: 'unknown-words', unknown: [6, 12] });
    expect(recoveryWordsFault('legal winer')).toEqual({ kind: 'wrong-count', count: 2, unknown: [2] });
    expect(recoveryWordsFault('')).toEqual({ kind: 'wrong-count', count: 0, unknown: [] });
    expect(recoveryWordsFault(WORDS.replace(/yellow$/, 'zoo'))).toEqual({ kind: 'wrong-checksum' });
  });
});
