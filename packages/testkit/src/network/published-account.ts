/** What an honest directory checks before it keeps an account: the log verifies, and bundles are bundles. */
import { verifyAccountLog } from '@sotto/identity';
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
  readonly bundles: readonly { readonly deviceId: DeviceId; readonly bytes: Uint8Array }[];
}

/** @throws {UnavailableError} `refused` for a log that does not verify and for bytes that are no bundle */
export function readPublished({ accountLog, bundles }: DirectoryEntry): PublishedAccount {
  try {
    const { accountId } = verifyAccountLog(accountLog);
    return { accountId, bundles: bundles.map((bytes) => ({ deviceId: deviceIdOf(bytes), bytes })) };
  } catch (cause) {
    if (cause instanceof SottoError) throw new UnavailableError('refused', 'not a publication', { cause });
    throw cause;
  }
}

function deviceIdOf(bundle: Uint8Array): DeviceId {
  const { body } = decodeMessage(PrekeyBundleSchema, bundle, LIMITS.MAX_BUNDLE_BYTES);
  return asDeviceId(decodeMessage(PrekeyBundleBodySchema, body, LIMITS.MAX_BUNDLE_BYTES).deviceId);
}
