/** Fresh bytes of a vector: recorded where it is made, and given out in the same order where it is run. */
import { formatHex } from '@sotto/wire';
import { recordedBytes } from '../differential/recorded-bytes.ts';

export interface Recorder {
  draw(length: number): Uint8Array;
  /** What has been drawn since the last call. */
  taken(): string;
}

export function recorder(seed: string): Recorder {
  const source = recordedBytes(`vector ${seed}`);
  let drawn = '';
  return {
    draw(length) {
      const bytes = source(length);
      drawn += formatHex(bytes);
      return bytes;
    },
    taken() {
      const taken = drawn;
      drawn = '';
      return taken;
    },
  };
}

/** A run draws more or fewer fresh bytes than its vector has. */
export class OtherDraws extends RangeError {}

/** Runs `step` with these bytes; what is drawn must be there, and all of it must be drawn. */
export async function withFresh<T>(
  bytes: Uint8Array,
  step: (draw: (length: number) => Uint8Array) => T | Promise<T>,
): Promise<T> {
  let at = 0;
  const result = await step((length) => {
    at += length;
    if (at > bytes.length) throw new OtherDraws('more fresh bytes are drawn than the vector has');
    return bytes.slice(at - length, at);
  });
  if (at !== bytes.length) throw new OtherDraws('fewer fresh bytes are drawn than the vector has');
  return result;
}
