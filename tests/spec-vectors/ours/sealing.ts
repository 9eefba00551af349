/** Runs the vectors of sealing to a stranger, padding and envelopes with our packages. */
import { decodeEnvelope, identityKeyPair, openFromStranger, sealToStranger } from '@sotto/crypto';
import { padToBucket, removePadding } from '@sotto/wire';
import { withFresh } from '../fresh-bytes.ts';
import { hex, type Runs } from '../vector.ts';

export const sealingRuns: Runs = {
  async 'seal-to-stranger'(input) {
    const sealed = await withFresh(input.hex('fresh'), (random) =>
      sealToStranger({
        recipientKey: input.hex('recipient_key'),
        plaintext: input.hex('plaintext'),
        associatedData: input.hex('topic'),
        random,
      }),
    );
    return { sealed: hex(sealed) };
  },

  async 'open-from-stranger'(input) {
    const recipientKey = await identityKeyPair(input.hex('recipient_secret'));
    const plaintext = await openFromStranger({
      recipientKey,
      sealed: input.hex('sealed'),
      associatedData: input.hex('topic'),
    });
    return { plaintext: hex(plaintext) };
  },

  pad(input) {
    return { padded: hex(padToBucket(input.hex('data'), input.number('overhead'))) };
  },

  unpad(input) {
    return { data: hex(removePadding(input.hex('padded'))) };
  },

  envelope(input) {
    const { envelope, id } = decodeEnvelope(input.hex('envelope'));
    return {
      envelope_id: hex(id),
      topic: hex(envelope.topic),
      payload: hex(envelope.payload),
      ttl_seconds: envelope.ttlSeconds,
      admission: hex(envelope.admission),
    };
  },
};
