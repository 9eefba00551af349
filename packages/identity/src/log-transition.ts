/**
 * What each operation does to the content of an account (specs/01 §5).
 *
 * Owns the transition and its preconditions. Must not know: signatures. The caller checks the result with
 * `checkContent`, which holds the rules that are the same for every operation.
 */
import { equalBytes, LIMITS } from '@sotto/wire';
import { deriveDeviceId } from './device-keys.ts';
import { type AccountContent, type AccountDevice, badLog, findDevice } from './log-content.ts';
import type { LogOperation } from './log-operation.ts';

/** @throws {VerifyError} `bad-log` when the operation makes no sense on `before` */
export function applyOperation(before: AccountContent, operation: LogOperation): AccountContent {
  switch (operation.kind) {
    case 'genesis':
      throw badLog('genesis in the middle of a log');
    case 'addDevice':
      return { ...before, devices: [...before.devices, newDevice(operation.device)] };
    case 'revokeDevice': {
      if (findDevice(before, operation.deviceId) === undefined) throw badLog('no active device of this id');
      const devices = before.devices.filter(({ deviceId }) => !equalBytes(deviceId, operation.deviceId));
      const revoked = [...before.revokedDeviceIds, operation.deviceId];
      return { ...before, devices, revokedDeviceIds: revoked.slice(-LIMITS.MAX_REVOKED_DEVICE_IDS) };
    }
    case 'addAuthority':
      return { ...before, authorities: [...before.authorities, operation.authority] };
    case 'removeAuthority': {
      const authorities = before.authorities.filter(({ publicKey }) => !equalBytes(publicKey, operation.publicKey));
      if (authorities.length === before.authorities.length) throw badLog('no authority of this key');
      const removed = [...before.removedAuthorityKeys, operation.publicKey];
      return { ...before, authorities, removedAuthorityKeys: removed.slice(-LIMITS.MAX_REMOVED_AUTHORITIES) };
    }
    case 'setMailboxes':
      return { ...before, mailboxes: operation.mailboxes };
    case 'rotateDeviceKeys':
      return { ...before, devices: rotated(before, operation.device) };
    case 'checkpoint':
      if (!equalContent(before, operation.content)) throw badLog('checkpoint says something else than the log');
      return operation.content;
  }
}

function newDevice(device: AccountDevice): AccountDevice {
  if (!equalBytes(device.deviceId, deriveDeviceId(device.signingKey, device.identityKey))) {
    throw badLog('device id does not follow from its first keys');
  }
  return device;
}

function rotated(before: AccountContent, next: AccountDevice): AccountDevice[] {
  const current = findDevice(before, next.deviceId);
  if (current === undefined) throw badLog('no active device of this id');
  if (equalDevice(current, next)) throw badLog('rotation to the same keys');
  return before.devices.map((device) => (device === current ? next : device));
}

function equalDevice(a: AccountDevice, b: AccountDevice): boolean {
  return (
    equalBytes(a.deviceId, b.deviceId) &&
    equalBytes(a.signingKey, b.signingKey) &&
    equalBytes(a.identityKey, b.identityKey)
  );
}

function equalContent(a: AccountContent, b: AccountContent): boolean {
  return (
    equalLists(a.authorities, b.authorities, (x, y) => x.kind === y.kind && equalBytes(x.publicKey, y.publicKey)) &&
    equalLists(a.devices, b.devices, equalDevice) &&
    equalLists(a.revokedDeviceIds, b.revokedDeviceIds, equalBytes) &&
    equalLists(a.mailboxes, b.mailboxes, (x, y) => x === y) &&
    equalLists(a.removedAuthorityKeys, b.removedAuthorityKeys, equalBytes)
  );
}

function equalLists<Item>(a: readonly Item[], b: readonly Item[], equal: (x: Item, y: Item) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => b[i] !== undefined && equal(item, b[i]));
}
