/** Envelopes from anybody. */
import { createEnvelope, decodeEnvelope, encodeEnvelope, envelopeId } from '@sotto/crypto';
import { asTopic, EnvelopeSchema, encodeMessage } from '@sotto/wire';
import { randomFrom } from '../people.ts';
import { type FuzzTarget, must, mustEqual } from '../target.ts';

export function openTarget(): FuzzTarget {
  const random = randomFrom('envelope');
  const topic = asTopic(random(32));
  const seeds = [512, 1_024].flatMap((size) =>
    [0, 100].map((admission) =>
      encodeEnvelope(createEnvelope({ topic, payload: random(size), ttlSeconds: 600, admission: random(admission) })),
    ),
  );
  return {
    covers: ['crypto decodeEnvelope', 'crypto encodeEnvelope', 'crypto envelopeId', 'crypto createEnvelope'],
    shape: 'protobuf',
    maxBytes: 70_000,
    seeds,
    run(input) {
      const { envelope, id } = decodeEnvelope(input);
      mustEqual(encodeEnvelope(envelope), input, 'an envelope has one encoding');
      mustEqual(envelopeId(envelope), id, 'an envelope has one id');
      const other = decodeEnvelope(encodeMessage(EnvelopeSchema, { ...envelope, admission: new Uint8Array(1) }));
      must(Buffer.compare(other.id, id) === 0, 'the admission proof does not change the id');
      return 'accepted';
    },
  };
}
