/** Whose log and bundles these are, read from what is published and not verified. */
import type { DirectoryEntry } from '@sotto/ports';
import {
  type AccountId,
  asAccountId,
  asDeviceId,
  type DeviceId,
  decodeMessage,
  LIMITS,
  PrekeyBundleBodySchema,
  PrekeyBundleSchema,
  UnavailableError,
} from '@sotto/wire';

function bundleBody(bundle: Uint8Array) {
  const { body } = decodeMessage(PrekeyBundleSchema, bundle, LIMITS.MAX_BUNDLE_BYTES);
  return decodeMessage(PrekeyBundleBodySchema, body, LIMITS.MAX_BUNDLE_BYTES);
}

export function deviceIdOfBundle(bundle: Uint8Array): DeviceId {
  return asDeviceId(bundleBody(bundle).deviceId);
}

/** @throws {UnavailableError} `refused` when there is no bundle to tell the account from */
export function accountIdOfEntry({ bundles }: DirectoryEntry): AccountId {
  const [first] = bundles;
  if (first === undefined) throw new UnavailableError('refused', 'nothing to publish');
  return asAccountId(bundleBody(first).accountId);
}
