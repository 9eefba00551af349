/** Branded ids: bytes of the right length and nothing else. */
import { asDeviceId, asEnvelopeId, asMessageId, asSessionId, asTopic, SottoError } from '@sotto/wire';
import { type FuzzTarget, must, type Verdict } from '../target.ts';

const BRANDS = [asDeviceId, asEnvelopeId, asMessageId, asSessionId, asTopic];
const LENGTHS = [16, 32];

export function openTarget(): FuzzTarget {
  return {
    covers: ['asDeviceId', 'asEnvelopeId', 'asMessageId', 'asSessionId', 'asTopic'].map((name) => `wire ${name}`),
    shape: 'bytes',
    maxBytes: 64,
    seeds: LENGTHS.map((length) => new Uint8Array(length)),
    run,
  };
}

function run(input: Uint8Array): Verdict {
  const branded = BRANDS.filter((brand) => {
    try {
      return brand(input) === input;
    } catch (error) {
      if (error instanceof SottoError && error.code === 'wrong-length') return false;
      throw error;
    }
  });
  must(branded.length === 0 || LENGTHS.includes(input.length), 'ids have 16 or 32 bytes');
  return branded.length > 0 ? 'accepted' : 'refused';
}
