/** Offers of the next epoch: an encapsulation key that a malicious contact chose. */
import { epochPackets } from '../epoch-seeds.ts';
import { openPacket } from '../open-packet.ts';
import { randomFrom, sessionPair } from '../people.ts';
import type { FuzzTarget } from '../target.ts';
import { unsealedProvider } from '../unsealed-provider.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const random = randomFrom('offer');
  const { offer } = await epochPackets(await sessionPair('offer'), random, unsealedProvider);
  const { receiver, packet } = offer;
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
