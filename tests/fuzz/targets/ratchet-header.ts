/** Ratchet packets of a malicious contact, who holds the keys: the seal is open, so every header can be written. */
import { openPacket } from '../open-packet.ts';
import { conversation } from '../packet-seeds.ts';
import { randomFrom, sessionPair } from '../people.ts';
import type { FuzzTarget } from '../target.ts';
import { unsealedProvider } from '../unsealed-provider.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const random = randomFrom('headers');
  const { receiver, packets } = await conversation(await sessionPair('header'), random, unsealedProvider);
  return {
    covers: ['crypto open'],
    shape: 'bytes',
    maxBytes: 8_192,
    seeds: packets,
    words: [Uint8Array.of(0, 0, 0x07, 0xd0), Uint8Array.of(0xff, 0xff, 0xff, 0xff), new Uint8Array(32)],
    secrets: [receiver.rootKey, receiver.ratchetKey.secretKey, receiver.nextReceivingHeaderKey],
    run: (ciphertext) => openPacket({ session: receiver, ciphertext, random, provider: unsealedProvider }),
  };
}
