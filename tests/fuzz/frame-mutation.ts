/** Changes of a list of length-prefixed frames of protobuf: what arrives on a stream. */

import { type Material, mutateBytes } from './byte-mutation.ts';
import { joinedBytes } from './joined-bytes.ts';
import { mutateProtobuf } from './protobuf-mutation.ts';

const PREFIX_BYTES = 4;
const MAX_FRAMES = 128;

/** The frames; what is left over at the end is not one. */
export function cutFrames(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let offset = 0;
  while (offset + PREFIX_BYTES <= bytes.length && frames.length < MAX_FRAMES) {
    const start = offset + PREFIX_BYTES;
    const length = new DataView(bytes.buffer, bytes.byteOffset + offset, PREFIX_BYTES).getUint32(0);
    if (length > bytes.length - start) break;
    frames.push(bytes.subarray(start, start + length));
    offset = start + length;
  }
  return frames;
}

export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  return joinedBytes(
    ...frames.map((frame) => {
      const prefix = new Uint8Array(PREFIX_BYTES);
      new DataView(prefix.buffer).setUint32(0, frame.length);
      return joinedBytes(prefix, frame);
    }),
  );
}

export function mutateFrames(bytes: Uint8Array, material: Material): Uint8Array {
  const { prng, pool } = material;
  const frames = cutFrames(bytes);
  if (frames.length === 0 || prng.chance(0.1)) return mutateBytes(bytes, material);
  const index = prng.integer(0, frames.length - 1);
  const frame = frames[index] ?? new Uint8Array(0);
  switch (prng.integer(0, 7)) {
    case 0:
      return joinFrames(frames.toSpliced(index, 1));
    case 1:
      return joinFrames(frames.toSpliced(index, 0, ...Array.from({ length: prng.pick([1, 1, 70]) }, () => frame)));
    case 2:
      return joinFrames(prng.shuffle(frames));
    case 3:
      return joinFrames(frames.toSpliced(index, 0, ...(pool.length === 0 ? [] : cutFrames(prng.pick(pool)))));
    default:
      return joinFrames(frames.with(index, mutateProtobuf(frame, material) ?? mutateBytes(frame, material)));
  }
}
