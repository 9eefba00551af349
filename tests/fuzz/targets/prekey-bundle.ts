/** Bundles from a directory that lies, and bundles that a malicious device signed: bodies are signed again as they are. */
import { sign } from '@sotto/crypto';
import { verifyBundle } from '@sotto/identity';
import { create, decodeMessage, encodeMessage, LABELS, LIMITS, PrekeyBundleSchema } from '@sotto/wire';
import { BUNDLE_NUMBER, bundleBytes } from '../bundle-seeds.ts';
import { account, NOW_MS } from '../people.ts';
import { type FuzzTarget, must, mustEqual } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const owner = await account('bundle');
  const { secretKey } = owner.device.signingKey;
  const verify = (bytes: Uint8Array) =>
    verifyBundle({ bytes, state: owner.state, nowMs: NOW_MS, minimumNumber: BUNDLE_NUMBER });
  return {
    covers: ['identity verifyBundle', 'identity createBundle'],
    shape: 'protobuf',
    maxBytes: LIMITS.MAX_BUNDLE_BYTES,
    seeds: [await bundleBytes(owner)],
    secrets: [secretKey],
    run(input) {
      const bundle = decodeMessage(PrekeyBundleSchema, input, LIMITS.MAX_BUNDLE_BYTES);
      const signature = sign({ label: LABELS.bundleSignature, secretKey, parts: [bundle.body] });
      const verified = verify(
        encodeMessage(PrekeyBundleSchema, create(PrekeyBundleSchema, { body: bundle.body, signature })),
      );
      must(verified.number >= BUNDLE_NUMBER, 'a bundle never goes back');
      mustEqual(verified.identityKey, owner.device.identityKey.publicKey, 'the identity key is the one of the log');
      mustEqual(verify(input).bytes, input, 'a bundle is kept as it came');
      return 'accepted';
    },
  };
}
