/** Answers to our offer of the next epoch: a KEM ciphertext that a malicious contact chose. */
import { epochPackets } from '../epoch-seeds.ts';
import { openPacket } from '../open-packet.ts';
import { randomFrom, sessionPair } from '../people.ts';
import type { FuzzTarget } from '../target.ts';
import { unsealedProvider } from '../unsealed-provider.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const random = randomFrom('answer');
  const { answer } = await epochPackets(await sessionPair('answer'), random, unsealedProvider);
  const { receiver, packet } = answer;
  return {
    covers: ['crypto open'],
    shape: 'bytes',
    maxBytes: 4_096,
    seeds: [packet],
    words: [new Uint8Array(32).fill(0xff)],
    secrets: [receiver.rootKey, receiver.ratchetKey.secretKey, receiver.nextReceivingHeaderKey],
    run: (ciphertext) => openPacket({ session: receiver, ciphertext, random, provider: unsealedProvider }),
  };
}
