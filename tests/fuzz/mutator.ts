/** One new input from an old one: a few changes, most of them aware of the shape. */
import { type Material, mutateBytes } from './byte-mutation.ts';
import { mutateFrames } from './frame-mutation.ts';
import { mutateProtobuf } from './protobuf-mutation.ts';
import type { FuzzTarget, Shape } from './target.ts';
import { mutateText } from './text-mutation.ts';

const MAX_CHANGES = 4;

const BY_SHAPE: Readonly<Record<Shape, (bytes: Uint8Array, material: Material) => Uint8Array>> = {
  bytes: mutateBytes,
  text: mutateText,
  protobuf: (bytes, material) =>
    (material.prng.chance(0.8) ? mutateProtobuf(bytes, material) : undefined) ?? mutateBytes(bytes, material),
  frames: mutateFrames,
};

export function mutate(
  parent: Uint8Array,
  { shape, maxBytes }: Pick<FuzzTarget, 'shape' | 'maxBytes'>,
  material: Material,
): Uint8Array {
  let input = parent;
  const changes = material.prng.chance(0.5) ? 1 : material.prng.integer(2, MAX_CHANGES);
  for (let i = 0; i < changes; i++) input = BY_SHAPE[shape](input, material).slice(0, maxBytes);
  return input;
}
