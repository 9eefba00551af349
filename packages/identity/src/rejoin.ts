/**
 * Coming back to an account with its recovery key: which entries make a new device one of it, and end old ones
 * (specs/01 §13; attacks C1, A12).
 *
 * Owns the entries. Must not know: where the newest log is found, or who gets the longer one.
 */
import type { KeyPair } from '@sotto/crypto';
import { type DeviceId, LIMITS, LimitError, SottoError, VerifyError } from '@sotto/wire';
import { type AccountOperation, appendOperation, checkpointOf } from './account-log.ts';
import { type DeviceKeys, toDevice } from './device-keys.ts';
import { compactLog } from './log-compaction.ts';
import { findDevice, includesBytes } from './log-content.ts';
import type { AccountState } from './log-state.ts';

export interface Rejoin {
  /** The newest log of the account. */
  readonly state: AccountState;
  readonly recoveryKey: KeyPair;
  readonly device: DeviceKeys;
  /** Devices that belong to the account no longer; those that are not active are passed over. */
  readonly revoked: readonly DeviceId[];
  readonly nowMs: number;
}

/**
 * The log with `device` in it and without `revoked`, all signed by the recovery key; `state` itself when that is so
 * already. A full log is compacted behind a checkpoint first, which the recovery key may write.
 * @throws {VerifyError} `wrong-recipient` when the key is no authority of this account
 * @throws {LimitError} `too-many` when the account has MAX_DEVICES devices beside; `too-large` for a log that is full
 */
export function rejoinAccount({ state, recoveryKey, device, revoked, nowMs }: Rejoin): AccountState {
  requireAuthority(state, recoveryKey);
  let current = state;
  for (const deviceId of revoked) {
    if (findDevice(current, deviceId) === undefined) continue;
    const operation = { kind: 'revokeDevice', deviceId } as const;
    current = withRoom({ state: current, operation, signers: [recoveryKey], nowMs });
  }
  if (findDevice(current, device.deviceId) !== undefined) return current;
  if (current.devices.length >= LIMITS.MAX_DEVICES) {
    throw new LimitError('too-many', 'the account has as many devices as it may', {
      facts: { max: LIMITS.MAX_DEVICES },
      hint: 'Remove the devices that you no longer have.',
    });
  }
  const operation = { kind: 'addDevice', device: toDevice(device) } as const;
  return withRoom({ state: current, operation, signers: [recoveryKey, device.signingKey], nowMs });
}

function requireAuthority({ authorities }: AccountState, { publicKey }: KeyPair): void {
  const keys = authorities.map((authority) => authority.publicKey);
  if (includesBytes(keys, publicKey)) return;
  throw new VerifyError('wrong-recipient', 'these recovery words are not those of this account', {
    hint: 'Use the words that belong to it, or leave out the link.',
  });
}

interface Step {
  readonly state: AccountState;
  readonly operation: AccountOperation;
  /** The recovery key first. */
  readonly signers: readonly [KeyPair, ...KeyPair[]];
  readonly nowMs: number;
}

function withRoom(step: Step): AccountState {
  try {
    return appendOperation(step);
  } catch (error) {
    if (!(error instanceof SottoError) || error.code !== 'too-large') throw error;
    const { state, signers, nowMs } = step;
    const checkpoint = { state, operation: checkpointOf(state), signers: [signers[0]], nowMs };
    return appendOperation({ ...step, state: compactLog(appendOperation(checkpoint)) });
  }
}
