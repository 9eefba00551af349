import { type KeyPair, signingKeyPair } from '@sotto/crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  adding,
  append,
  authority,
  forgeEntry,
  foundAccount,
  refusal,
  revoking,
} from '../tests/account-fixture.ts';
import { type AccountOperation, checkpointOf } from './account-log.ts';
import { createDeviceKeys, createRotatedKeys, type DeviceKeys, toDevice } from './device-keys.ts';
import { decodeLogEntry } from './log-entry.ts';
import { type AccountState, extendLog } from './log-state.ts';

/** Everybody who might sign: `fresh` is the key that the operation brings in, `subject` the device it is about. */
const ROLES = [
  'recovery',
  'laterAuthority',
  'device',
  'subject',
  'fresh',
  'revokedDevice',
  'removedAuthority',
  'stranger',
] as const;
type Role = (typeof ROLES)[number];
type Signers = ReadonlySet<Role>;

const EVERY_SET: readonly Signers[] = Array.from(
  { length: 2 ** ROLES.length },
  (_, bits) => new Set(ROLES.filter((_, i) => (bits & (1 << i)) !== 0)),
);

function only(signers: Signers, ...allowed: Role[]): boolean {
  return [...signers].every((role) => allowed.includes(role));
}
function some(signers: Signers, ...wanted: Role[]): boolean {
  return wanted.some((role) => signers.has(role));
}

/** The matrix of the specification, written down a second time. */
const MATRIX: Record<AccountOperation['kind'], (signers: Signers) => boolean> = {
  addDevice: (signers) =>
    only(signers, 'recovery', 'laterAuthority', 'device', 'subject', 'fresh') &&
    some(signers, 'recovery', 'laterAuthority', 'device', 'subject') &&
    signers.has('fresh'),
  revokeDevice: (signers) => signers.size > 0 && only(signers, 'recovery', 'laterAuthority', 'device', 'subject'),
  setMailboxes: (signers) => signers.size > 0 && only(signers, 'recovery', 'laterAuthority', 'device', 'subject'),
  addAuthority: (signers) =>
    only(signers, 'recovery', 'laterAuthority', 'fresh') &&
    some(signers, 'recovery', 'laterAuthority') &&
    signers.has('fresh'),
  removeAuthority: (signers) => signers.size > 0 && only(signers, 'recovery', 'laterAuthority'),
  rotateDeviceKeys: (signers) =>
    only(signers, 'recovery', 'laterAuthority', 'subject', 'fresh') &&
    some(signers, 'recovery', 'laterAuthority', 'subject') &&
    signers.has('fresh'),
  checkpoint: (signers) => only(signers, 'recovery', 'laterAuthority') && signers.has('recovery'),
};

let account: AccountFixture;
let state: AccountState;
let fresh: DeviceKeys;
let subject: DeviceKeys;
let rotated: DeviceKeys;
let keys: Record<Role, KeyPair>;

beforeAll(async () => {
  account = await foundAccount('matrix');
  const { random, recovery, device } = account;
  subject = await createDeviceKeys(random);
  const revoked = await createDeviceKeys(random);
  fresh = await createDeviceKeys(random);
  rotated = { ...(await createRotatedKeys(subject, random)), signingKey: fresh.signingKey };
  const [later, removed, stranger] = [1, 2, 3].map(() => signingKeyPair(random(32))) as [KeyPair, KeyPair, KeyPair];
  state = append(account.state, adding(subject), recovery, subject.signingKey);
  state = append(state, adding(revoked), device.signingKey, revoked.signingKey);
  state = append(state, revoking(revoked), device.signingKey);
  for (const added of [later, removed]) {
    state = append(state, { kind: 'addAuthority', authority: authority(added) }, recovery, added);
  }
  state = append(state, { kind: 'removeAuthority', publicKey: removed.publicKey }, recovery);
  keys = {
    recovery,
    laterAuthority: later,
    device: device.signingKey,
    subject: subject.signingKey,
    fresh: fresh.signingKey,
    revokedDevice: revoked.signingKey,
    removedAuthority: removed,
    stranger,
  };
});

function operationOf(kind: AccountOperation['kind']): AccountOperation {
  switch (kind) {
    case 'addDevice':
      return adding(fresh);
    case 'revokeDevice':
      return revoking(subject);
    case 'setMailboxes':
      return { kind, mailboxes: [] };
    case 'addAuthority':
      return { kind, authority: authority(keys.fresh) };
    case 'removeAuthority':
      return { kind, publicKey: keys.laterAuthority.publicKey };
    case 'rotateDeviceKeys':
      return { kind, device: toDevice(rotated) };
    case 'checkpoint':
      return checkpointOf(state);
  }
}

describe('who may sign', () => {
  for (const kind of Object.keys(MATRIX) as AccountOperation['kind'][]) {
    test(`C1: ${kind} is accepted from exactly the sets of signers of the matrix`, () => {
      const operation = operationOf(kind);
      const accepted = EVERY_SET.filter((signers) => {
        const entry = forgeEntry(state, { operation }, ...[...signers].map((role) => keys[role]));
        const outcome = refusal(() => extendLog(state, decodeLogEntry(entry)));
        expect(['accepted', 'bad-log']).toContain(outcome);
        return outcome === 'accepted';
      });
      expect(accepted).toEqual(EVERY_SET.filter(MATRIX[kind]));
      expect(accepted.length).toBeGreaterThan(0);
    });
  }

  test('C1: a rotation of the identity key alone needs the device or an authority with the device', async () => {
    const { identityKey } = await createDeviceKeys(account.random);
    const device = toDevice({ ...subject, identityKey });
    const entry = (...roles: Role[]) =>
      decodeLogEntry(
        forgeEntry(state, { operation: { kind: 'rotateDeviceKeys', device } }, ...roles.map((role) => keys[role])),
      );
    expect(extendLog(state, entry('subject')).devices).toContainEqual(device);
    expect(extendLog(state, entry('subject', 'recovery')).devices).toContainEqual(device);
    expect(refusal(() => extendLog(state, entry('recovery')))).toBe('bad-log');
    expect(refusal(() => extendLog(state, entry('device')))).toBe('bad-log');
  });
});
