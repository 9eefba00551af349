/** Account logs with every operation, and one that was compacted. */
import { signingKeyPair } from '@sotto/crypto';
import {
  type AccountOperation,
  type AccountState,
  appendOperation,
  checkpointOf,
  compactLog,
  createDeviceKeys,
  createRotatedKeys,
  encodeAccountLog,
  toDevice,
} from '@sotto/identity';
import { AuthorityKind } from '@sotto/wire';
import { type Account, mailboxAddress, NOW_MS } from './people.ts';

export interface LogHistory {
  /** After each entry, from founding on. */
  readonly states: readonly AccountState[];
  readonly compacted: AccountState;
}

export async function logHistory({ random, recovery, device, state }: Account): Promise<LogHistory> {
  const second = await createDeviceKeys(random);
  const rotated = await createRotatedKeys(second, random);
  const other = signingKeyPair(random(32));
  const authority = { kind: AuthorityKind.RECOVERY_KEY, publicKey: other.publicKey } as const;
  const states = [state];
  const append = (operation: AccountOperation, ...signers: Parameters<typeof appendOperation>[0]['signers']) => {
    states.push(appendOperation({ state: states.at(-1) ?? state, operation, signers, nowMs: NOW_MS }));
  };
  append({ kind: 'addDevice', device: toDevice(second) }, recovery, second.signingKey);
  append({ kind: 'rotateDeviceKeys', device: toDevice(rotated) }, second.signingKey, rotated.signingKey, recovery);
  append({ kind: 'setMailboxes', mailboxes: [mailboxAddress(3)] }, device.signingKey);
  append({ kind: 'addAuthority', authority }, recovery, other);
  append({ kind: 'revokeDevice', deviceId: rotated.deviceId }, recovery);
  append(checkpointOf(states.at(-1) ?? state), recovery);
  append({ kind: 'removeAuthority', publicKey: other.publicKey }, recovery);
  append({ kind: 'setMailboxes', mailboxes: [] }, device.signingKey);
  return { states, compacted: compactLog(states.at(-1) ?? state) };
}

export function logBytes({ states, compacted }: LogHistory): Uint8Array[] {
  return [...states.slice(-1), ...states.slice(0, 1), compacted].map(encodeAccountLog);
}
