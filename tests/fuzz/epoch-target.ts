/** Targets for what a malicious contact carries for the next epoch of the post-quantum ratchet: the seal is open. */
import { epochPackets } from './epoch-seeds.ts';
import { openPacket } from './open-packet.ts';
import { randomFrom, sessionPair } from './people.ts';
import type { FuzzTarget } from './target.ts';
import { unsealedProvider } from './unsealed-provider.ts';

export async function epochTarget(material: 'offer' | 'answer'): Promise<FuzzTarget> {
  const random = randomFrom(material);
  const packets = await epochPackets(await sessionPair(material), random, unsealedProvider);
  const { receiver, packet } = packets[material];
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
