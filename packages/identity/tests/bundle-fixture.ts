/** A published bundle for tests, and bundles that a device signed although they break a rule. */
import { sign } from '@sotto/crypto';
import {
  asTopic,
  create,
  decodeMessage,
  encodeMessage,
  type KemPrekey,
  LABELS,
  LIMITS,
  type PrekeyBundleBody,
  PrekeyBundleBodySchema,
  PrekeyBundleSchema,
  type SignedPrekey,
} from '@sotto/wire';
import type { DeviceKeys } from '../src/device-keys.ts';
import { createBundle, type NewBundle } from '../src/prekey-bundle.ts';
import { createKemPrekey, createSignedPrekey } from '../src/prekeys.ts';
import { type AccountFixture, MAILBOXES, NOW_MS } from './account-fixture.ts';

export interface BundleFixture {
  readonly signedPrekey: SignedPrekey;
  readonly kemPrekey: KemPrekey;
  readonly options: NewBundle;
  readonly bytes: Uint8Array;
}

/** Bundle number 7 of the account's only device, made at NOW_MS. */
export async function publishBundle({ state, device, random }: AccountFixture): Promise<BundleFixture> {
  const maker = { accountId: state.accountId, deviceKeys: device, random, nowMs: NOW_MS };
  const { published: signedPrekey } = await createSignedPrekey({ ...maker, id: 3 });
  const { published: kemPrekey } = createKemPrekey({ ...maker, id: 4 });
  const intro = { mailboxes: MAILBOXES, topic: asTopic(random(32)), writeKey: random(32) };
  const options = { ...maker, number: 7, signedPrekey, kemPrekey, intro };
  return { signedPrekey, kemPrekey, options, bytes: createBundle(options) };
}

/** The same bundle with another body, signed by the device again. */
export function changeBundle(
  bytes: Uint8Array,
  device: DeviceKeys,
  change: (body: PrekeyBundleBody) => void,
): Uint8Array {
  const outer = decodeMessage(PrekeyBundleSchema, bytes, LIMITS.MAX_BUNDLE_BYTES);
  const body = decodeMessage(PrekeyBundleBodySchema, outer.body, LIMITS.MAX_BUNDLE_BYTES);
  change(body);
  return signBody(encodeMessage(PrekeyBundleBodySchema, body), device);
}

export function signBody(body: Uint8Array, { signingKey }: DeviceKeys): Uint8Array {
  const signature = sign({ label: LABELS.bundleSignature, secretKey: signingKey.secretKey, parts: [body] });
  return encodeMessage(PrekeyBundleSchema, create(PrekeyBundleSchema, { body, signature }));
}
