/** What somebody who holds an envelope, or writes to a public topic, can make of it. */
import { createEnvelope, decodeEnvelope, encodeEnvelope, STRANGER_OVERHEAD_BYTES, sealToStranger } from '@sotto/crypto';
import type { SeededPrng } from '@sotto/testkit';
import {
  asTopic,
  concatBytes,
  encodeMessage,
  type Introduction,
  IntroductionSchema,
  padToBucket,
  type Topic,
} from '@sotto/wire';

/** The same payload under another envelope id. */
export function withOtherTtl(envelope: Uint8Array, ttlSeconds: number): Uint8Array {
  const { topic, payload } = decodeEnvelope(envelope).envelope;
  return encodeEnvelope(createEnvelope({ topic: asTopic(topic), payload, ttlSeconds }));
}

/** The same payload on another topic. */
export function onTopic(envelope: Uint8Array, topic: Topic): Uint8Array {
  const { payload, ttlSeconds } = decodeEnvelope(envelope).envelope;
  return encodeEnvelope(createEnvelope({ topic, payload, ttlSeconds }));
}

/** One bit of the payload is another. */
export function flipPayloadBit(envelope: Uint8Array, prng: SeededPrng): Uint8Array {
  const { topic, payload, ttlSeconds } = decodeEnvelope(envelope).envelope;
  const flipped = Uint8Array.from(payload);
  const bit = prng.integer(0, flipped.length * 8 - 1);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return encodeEnvelope(createEnvelope({ topic: asTopic(topic), payload: flipped, ttlSeconds }));
}

/** An introduction sealed to a device as anybody can do it. */
export async function sealIntroduction(
  introduction: Introduction,
  to: { readonly topic: Topic; readonly recipientKey: Uint8Array },
  prng: SeededPrng,
): Promise<Uint8Array> {
  const sealed = await sealToStranger({
    recipientKey: to.recipientKey,
    plaintext: padToBucket(encodeMessage(IntroductionSchema, introduction), STRANGER_OVERHEAD_BYTES + 1),
    associatedData: to.topic,
    random: (length) => prng.bytes(length),
  });
  const payload = concatBytes(Uint8Array.of(2), sealed);
  return encodeEnvelope(createEnvelope({ topic: to.topic, payload, ttlSeconds: 86_400 }));
}
