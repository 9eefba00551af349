/** Every message type of the wire, strictly decoded: each input is read as every one of them. */
import { decodeMessage, encodeMessage, LIMITS, SottoError } from '@sotto/wire';
import { filledMessage, SCHEMAS } from '../message-seeds.ts';
import { type FuzzTarget, mustEqual, type Verdict } from '../target.ts';

const MAX_BYTES = LIMITS.MAX_DIRECTORY_FRAME_BYTES;

export function openTarget(): FuzzTarget {
  return {
    covers: ['wire decodeMessage', 'wire encodeMessage', ...SCHEMAS.map(({ name }) => `wire ${name}`)],
    shape: 'protobuf',
    maxBytes: 8_192,
    seeds: SCHEMAS.flatMap(({ schema }) => [0, 1, 2].map((salt) => encodeMessage(schema, filledMessage(schema, salt)))),
    run,
  };
}

/** Accepted when one of the types accepts it; else the last refusal stands for all. */
function run(input: Uint8Array): Verdict {
  let refusal: SottoError | undefined;
  let accepted = false;
  for (const { name, schema } of SCHEMAS) {
    try {
      const message = decodeMessage(schema, input, MAX_BYTES);
      mustEqual(encodeMessage(schema, message), input, `${name} encodes to what it was decoded from`);
      accepted = true;
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      refusal = error;
    }
  }
  if (!accepted && refusal) throw refusal;
  return 'accepted';
}
