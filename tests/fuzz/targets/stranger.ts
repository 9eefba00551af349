/** What strangers seal to a published key. */
import { identityKeyPair, openFromStranger, sealToStranger } from '@sotto/crypto';
import { asTopic } from '@sotto/wire';
import { randomFrom } from '../people.ts';
import type { FuzzTarget, Verdict } from '../target.ts';

export async function openTarget(): Promise<FuzzTarget> {
  const random = randomFrom('stranger');
  const recipientKey = await identityKeyPair(random(32));
  const associatedData = asTopic(random(32));
  const seal = (length: number) =>
    sealToStranger({ recipientKey: recipientKey.publicKey, plaintext: random(length), associatedData, random });
  return {
    covers: ['crypto openFromStranger', 'crypto sealToStranger'],
    shape: 'bytes',
    maxBytes: 2_048,
    seeds: [await seal(0), await seal(1), await seal(200)],
    words: [new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31)), new Uint8Array(32).fill(0xff)],
    secrets: [recipientKey.secretKey],
    async run(sealed): Promise<Verdict> {
      await openFromStranger({ recipientKey, sealed, associatedData });
      return 'accepted';
    },
  };
}
