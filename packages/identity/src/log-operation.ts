/**
 * The operations of an account log, as values that have been checked (specs/01 §5), and their wire form.
 *
 * Owns lengths, kinds and the translation. Must not know: state, signatures, who may do what.
 */
import {
  AddAuthoritySchema,
  type AddDevice,
  AddDeviceSchema,
  type Authority,
  AuthorityKind,
  AuthoritySchema,
  asDeviceId,
  type Checkpoint,
  CheckpointSchema,
  create,
  DecodeError,
  type Device,
  type DeviceId,
  DeviceSchema,
  GenesisSchema,
  type LogEntryBody,
  type MailboxAddress,
  parseMailboxAddress,
  RemoveAuthoritySchema,
  RevokeDeviceSchema,
  RotateDeviceKeysSchema,
  SetMailboxesSchema,
} from '@sotto/wire';
import type { AccountAuthority, AccountContent, AccountDevice } from './log-content.ts';

export const PUBLIC_KEY_BYTES = 32;
export const GENESIS_SALT_BYTES = 16;

/** What one entry does to an account. */
export type LogOperation =
  | { readonly kind: 'genesis'; readonly authorities: readonly AccountAuthority[]; readonly salt: Uint8Array }
  | { readonly kind: 'addDevice'; readonly device: AccountDevice }
  | { readonly kind: 'revokeDevice'; readonly deviceId: DeviceId }
  | { readonly kind: 'addAuthority'; readonly authority: AccountAuthority }
  | { readonly kind: 'removeAuthority'; readonly publicKey: Uint8Array }
  | { readonly kind: 'setMailboxes'; readonly mailboxes: readonly MailboxAddress[] }
  | { readonly kind: 'rotateDeviceKeys'; readonly device: AccountDevice }
  | { readonly kind: 'checkpoint'; readonly content: AccountContent };

type WireOperation = LogEntryBody['operation'];

/** @throws {DecodeError} `unknown-type`, `wrong-length`, `malformed` */
export function fromWireOperation(operation: WireOperation): LogOperation {
  switch (operation.case) {
    case 'genesis': {
      const { authorities, salt } = operation.value;
      return { kind: 'genesis', authorities: authorities.map(toAuthority), salt: sized(salt, GENESIS_SALT_BYTES) };
    }
    case 'addDevice':
      return { kind: 'addDevice', device: toDevice(operation.value) };
    case 'revokeDevice':
      return { kind: 'revokeDevice', deviceId: asDeviceId(operation.value.deviceId) };
    case 'addAuthority':
      return { kind: 'addAuthority', authority: toAuthority(operation.value.authority) };
    case 'removeAuthority':
      return { kind: 'removeAuthority', publicKey: sized(operation.value.publicKey, PUBLIC_KEY_BYTES) };
    case 'setMailboxes':
      return { kind: 'setMailboxes', mailboxes: operation.value.addresses.map(parseMailboxAddress) };
    case 'rotateDeviceKeys':
      return { kind: 'rotateDeviceKeys', device: toDevice(operation.value) };
    case 'checkpoint':
      return { kind: 'checkpoint', content: toContent(operation.value) };
    case undefined:
      throw unknownType('unknown operation');
  }
}

function toContent(checkpoint: Checkpoint): AccountContent {
  return {
    authorities: checkpoint.authorities.map(toAuthority),
    devices: checkpoint.devices.map((device) => toDevice({ device })),
    revokedDeviceIds: checkpoint.revokedDeviceIds.map(asDeviceId),
    mailboxes: checkpoint.mailboxes.map(parseMailboxAddress),
    removedAuthorityKeys: checkpoint.removedAuthorityKeys.map((key) => sized(key, PUBLIC_KEY_BYTES)),
  };
}

function toAuthority(authority: Authority | undefined): AccountAuthority {
  if (authority?.kind !== AuthorityKind.RECOVERY_KEY) throw unknownType('unknown kind of authority');
  return { kind: authority.kind, publicKey: sized(authority.publicKey, PUBLIC_KEY_BYTES) };
}

function toDevice({ device }: Pick<AddDevice, 'device'>): AccountDevice {
  if (device === undefined) throw new DecodeError('malformed', 'operation without a device');
  return {
    deviceId: asDeviceId(device.deviceId),
    signingKey: sized(device.signingKey, PUBLIC_KEY_BYTES),
    identityKey: sized(device.identityKey, PUBLIC_KEY_BYTES),
  };
}

function unknownType(message: string): DecodeError {
  return new DecodeError('unknown-type', message, { hint: 'A newer version of Sotto may be needed.' });
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) {
    throw new DecodeError('wrong-length', 'field of the wrong length', { facts: { length: bytes.length } });
  }
  return bytes;
}

export function toWireOperation(operation: LogOperation): WireOperation {
  switch (operation.kind) {
    case 'genesis': {
      const authorities = operation.authorities.map(fromAuthority);
      return { case: 'genesis', value: create(GenesisSchema, { authorities, salt: operation.salt }) };
    }
    case 'addDevice':
      return { case: 'addDevice', value: create(AddDeviceSchema, { device: fromDevice(operation.device) }) };
    case 'revokeDevice':
      return { case: 'revokeDevice', value: create(RevokeDeviceSchema, { deviceId: operation.deviceId }) };
    case 'addAuthority': {
      const authority = fromAuthority(operation.authority);
      return { case: 'addAuthority', value: create(AddAuthoritySchema, { authority }) };
    }
    case 'removeAuthority':
      return { case: 'removeAuthority', value: create(RemoveAuthoritySchema, { publicKey: operation.publicKey }) };
    case 'setMailboxes': {
      const addresses = [...operation.mailboxes];
      return { case: 'setMailboxes', value: create(SetMailboxesSchema, { addresses }) };
    }
    case 'rotateDeviceKeys': {
      const device = fromDevice(operation.device);
      return { case: 'rotateDeviceKeys', value: create(RotateDeviceKeysSchema, { device }) };
    }
    case 'checkpoint':
      return { case: 'checkpoint', value: fromContent(operation.content) };
  }
}

function fromContent(content: AccountContent): Checkpoint {
  return create(CheckpointSchema, {
    authorities: content.authorities.map(fromAuthority),
    devices: content.devices.map(fromDevice),
    revokedDeviceIds: [...content.revokedDeviceIds],
    mailboxes: [...content.mailboxes],
    removedAuthorityKeys: [...content.removedAuthorityKeys],
  });
}

function fromAuthority({ kind, publicKey }: AccountAuthority): Authority {
  return create(AuthoritySchema, { kind, publicKey });
}

function fromDevice({ deviceId, signingKey, identityKey }: AccountDevice): Device {
  return create(DeviceSchema, { deviceId, signingKey, identityKey });
}
