/** Introductions: what a stranger seals to our signed prekey. The input is sealed as it is, so the search gets inside. */

import { sealToStranger } from '@sotto/crypto';
import { encodeAccountLog } from '@sotto/identity';
import { asTopic, create, encodeMessage, IntroductionSchema } from '@sotto/wire';
import { openIntroductionPayload } from '../../../packages/client/src/payload.ts';
import { joinedBytes } from '../joined-bytes.ts';
import { account, firstMessage, handshakeDevice, initiation, randomFrom } from '../people.ts';
import { type FuzzTarget, must, type Verdict } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const random = randomFrom('introduction');
  const [ada, grace] = [await handshakeDevice('stranger'), await handshakeDevice('host')];
  const { state, device } = await account('stranger');
  const { message: initialMessage } = await firstMessage(initiation(ada, grace, 'introduction'), Uint8Array.of(0x80));
  const introduction = create(IntroductionSchema, {
    version: 1,
    accountLog: encodeAccountLog(state),
    deviceId: device.deviceId,
    initialMessage,
  });
  const { publicKey: recipientKey, secretKey } = grace.signedPrekey.pair;
  const topic = asTopic(random(32));
  return {
    covers: ['crypto openFromStranger'],
    shape: 'protobuf',
    maxBytes: 8_192,
    seeds: [encodeMessage(IntroductionSchema, introduction)],
    secrets: [secretKey],
    async run(input): Promise<Verdict> {
      const plaintext = joinedBytes(input, Uint8Array.of(0x80, 0, 0, 0));
      const sealed = await sealToStranger({ recipientKey, plaintext, associatedData: topic, random });
      const opened = await openIntroductionPayload({ sealed, topic, signedPrekeys: [grace.signedPrekey.pair] });
      must(opened !== undefined, 'what is sealed to our key opens');
      must(opened.initialMessage.version === 1, 'an introduction has an initial message of our version');
      return 'accepted';
    },
  };
}
