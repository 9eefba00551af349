/** What an honest directory checks before it keeps an account: the log verifies, and bundles are bundles. */
import { type AccountState, compareLogs, verifyAccountLog } from '@sotto/identity';
import type { DirectoryEntry } from '@sotto/ports';
import {
  type AccountId,
  asDeviceId,
  type DeviceId,
  decodeMessage,
  LIMITS,
  PrekeyBundleBodySchema,
  PrekeyBundleSchema,
  SottoError,
  UnavailableError,
} from '@sotto/wire';

export interface PublishedAccount {
  readonly accountId: AccountId;
  readonly state: AccountState;
  readonly bundles: readonly { readonly deviceId: DeviceId; readonly bytes: Uint8Array }[];
}

/** @throws {UnavailableError} `refused` for a log that does not verify and for bytes that are no bundle */
export function readPublished({ accountLog, bundles }: DirectoryEntry): PublishedAccount {
  try {
    const state = verifyAccountLog(accountLog);
    return {
      accountId: state.accountId,
      state,
      bundles: bundles.map((bytes) => ({ deviceId: deviceIdOf(bytes), bytes })),
    };
  } catch (cause) {
    if (cause instanceof SottoError) throw new UnavailableError('refused', 'not a publication', { cause });
    throw cause;
  }
}

/**
 * Whether `received` goes on where `known` ends, or is the same.
 * @throws {UnavailableError} `refused`, with the reason that a mailbox gives, for a log that is older or contradicts it
 */
export function requireCurrent(known: AccountState, received: AccountState): void {
  try {
    if (compareLogs(known, received) !== 'older') return;
  } catch (cause) {
    if (!(cause instanceof SottoError)) throw cause;
  }
  throw hasNewer();
}

/** What a mailbox answers whoever publishes something old. */
export function hasNewer(): UnavailableError {
  return new UnavailableError('refused', 'this mailbox has something newer', { facts: { reason: 'stale' } });
}

function deviceIdOf(bundle: Uint8Array): DeviceId {
  const { body } = decodeMessage(PrekeyBundleSchema, bundle, LIMITS.MAX_BUNDLE_BYTES);
  return asDeviceId(decodeMessage(PrekeyBundleBodySchema, body, LIMITS.MAX_BUNDLE_BYTES).deviceId);
}
