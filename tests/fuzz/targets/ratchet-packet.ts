/** Ratchet packets from anybody, at a session with skipped messages. */
import { platformProvider } from '@sotto/crypto';
import { openPacket } from '../open-packet.ts';
import { conversation } from '../packet-seeds.ts';
import { randomFrom, sessionPair } from '../people.ts';
import type { FuzzTarget } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const random = randomFrom('packets');
  const { receiver, packets } = await conversation(await sessionPair('packet'), random, platformProvider);
  return {
    covers: ['crypto open', 'crypto seal', 'crypto initiate', 'crypto createInitialMessage'],
    shape: 'bytes',
    maxBytes: 8_192,
    seeds: packets,
    secrets: [receiver.rootKey, receiver.ratchetKey.secretKey, receiver.nextReceivingHeaderKey],
    run: (ciphertext) => openPacket({ session: receiver, ciphertext, random }),
  };
}
