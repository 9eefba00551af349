/** Uploads of one-time prekeys, and single ones that a mailbox hands out: signed again as they are. */
import { sign } from '@sotto/crypto';
import { verifyOneTimePrekey, verifyPrekeyUpload } from '@sotto/identity';
import {
  asAccountId,
  asDeviceId,
  create,
  decodeMessage,
  encodeMessage,
  LABELS,
  LIMITS,
  UploadOneTimePrekeysSchema,
} from '@sotto/wire';
import { oneTimePrekeys, upload } from '../bundle-seeds.ts';
import { account } from '../people.ts';
import type { FuzzTarget } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const owner = await account('upload');
  const { state, device } = owner;
  const [listed] = state.devices;
  const mailboxKey = owner.random(32);
  const honest = upload(owner, await oneTimePrekeys(owner), mailboxKey);
  return {
    covers: ['verifyPrekeyUpload', 'verifyOneTimePrekey', 'signPrekeyUpload', 'createOneTimePrekeys'].map(
      (name) => `identity ${name}`,
    ),
    shape: 'protobuf',
    maxBytes: 16_384,
    seeds: [
      encodeMessage(
        UploadOneTimePrekeysSchema,
        create(UploadOneTimePrekeysSchema, { ...honest, prekeys: [...honest.prekeys] }),
      ),
    ],
    secrets: [device.signingKey.secretKey],
    run(input) {
      const message = decodeMessage(UploadOneTimePrekeysSchema, input, LIMITS.MAX_DIRECTORY_FRAME_BYTES);
      const accountId = asAccountId(message.accountId);
      const { prekeys } = message;
      const received = { accountId, deviceId: asDeviceId(message.deviceId), prekeys, signature: message.signature };
      const parts = [accountId, message.deviceId, mailboxKey, prekeys.length];
      const bound = prekeys.flatMap(({ id, publicKey, kemPublicKey, signature }) => [
        id,
        publicKey,
        kemPublicKey,
        signature,
      ]);
      const signature = sign({
        label: LABELS.prekeyUploadSignature,
        secretKey: device.signingKey.secretKey,
        parts: [...parts, ...bound],
      });
      verifyPrekeyUpload({ upload: { ...received, signature }, state, mailboxKey });
      if (listed) for (const prekey of prekeys) verifyOneTimePrekey({ prekey, device: listed, accountId });
      return verifyPrekeyUpload({ upload: received, state, mailboxKey }) ? 'accepted' : 'refused';
    },
  };
}
