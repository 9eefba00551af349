/** Changes of bytes that know nothing about what they mean. */

import { joinedBytes } from './joined-bytes.ts';
import type { SeededPrng } from './seeded-prng.ts';

/** What a mutation may draw from beside the bytes themselves. */
export interface Material {
  readonly prng: SeededPrng;
  /** Other inputs, to splice with. */
  readonly pool: readonly Uint8Array[];
  readonly words: readonly Uint8Array[];
}

const INTERESTING_BYTES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];
/** Big-endian lengths at the edges of what fits and what is allowed. */
const INTERESTING_LENGTHS = [
  0, 1, 0x7f, 0x80, 0xff, 0x1_00, 0xffff, 0x1_0000, 0x2_0000, 0x2_0001, 0x7fff_ffff, 0xffff_ffff,
];
const MAX_RUN = 64;

type Mutation = (bytes: Uint8Array, material: Material) => Uint8Array;

function at(prng: SeededPrng, bytes: Uint8Array): number {
  return prng.integer(0, Math.max(0, bytes.length - 1));
}

function replaced(bytes: Uint8Array, start: number, end: number, piece: Uint8Array): Uint8Array {
  return joinedBytes(bytes.subarray(0, start), piece, bytes.subarray(end));
}

function withByte(bytes: Uint8Array, index: number, value: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  if (index < changed.length) changed[index] = value;
  return changed;
}

const flipBit: Mutation = (bytes, { prng }) => {
  const index = at(prng, bytes);
  return withByte(bytes, index, (bytes[index] ?? 0) ^ (1 << prng.integer(0, 7)));
};
const setByte: Mutation = (bytes, { prng }) => withByte(bytes, at(prng, bytes), prng.integer(0, 255));
const setInteresting: Mutation = (bytes, { prng }) => withByte(bytes, at(prng, bytes), prng.pick(INTERESTING_BYTES));
const addToByte: Mutation = (bytes, { prng }) => {
  const index = at(prng, bytes);
  return withByte(bytes, index, ((bytes[index] ?? 0) + prng.integer(-4, 4)) & 0xff);
};
const truncate: Mutation = (bytes, { prng }) => bytes.slice(0, prng.integer(0, bytes.length));
const removeRun: Mutation = (bytes, { prng }) => {
  const start = at(prng, bytes);
  return replaced(bytes, start, start + prng.integer(1, MAX_RUN), new Uint8Array(0));
};
const repeatRun: Mutation = (bytes, { prng }) => {
  const start = at(prng, bytes);
  const run = bytes.slice(start, start + prng.integer(1, MAX_RUN));
  const times = prng.chance(0.1) ? prng.integer(2, 200) : 1;
  return replaced(bytes, start, start, joinedBytes(...Array.from({ length: times }, () => run)));
};
const insertRandom: Mutation = (bytes, { prng }) => {
  const start = prng.integer(0, bytes.length);
  return replaced(bytes, start, start, prng.bytes(prng.integer(1, 16)));
};
const insertWord: Mutation = (bytes, material) => {
  const { prng, words } = material;
  if (words.length === 0) return insertRandom(bytes, material);
  const start = prng.integer(0, bytes.length);
  const word = prng.pick(words);
  return replaced(bytes, start, prng.chance(0.5) ? start : start + word.length, word);
};
const lieAboutLength: Mutation = (bytes, { prng }) => {
  const size = prng.pick([1, 2, 4]);
  const start = prng.integer(0, Math.max(0, bytes.length - size));
  const field = new Uint8Array(4);
  new DataView(field.buffer).setUint32(0, prng.pick(INTERESTING_LENGTHS));
  return replaced(bytes, start, start + size, field.subarray(4 - size));
};
const splice: Mutation = (bytes, { prng, pool }) => {
  if (pool.length === 0) return bytes;
  const other = prng.pick(pool);
  const [ours, theirs] = [prng.integer(0, bytes.length), prng.integer(0, other.length)];
  return joinedBytes(bytes.subarray(0, ours), other.subarray(theirs));
};
const copyWithin: Mutation = (bytes, { prng }) => {
  const changed = Uint8Array.from(bytes);
  const start = at(prng, bytes);
  return changed.copyWithin(at(prng, bytes), start, start + prng.integer(1, MAX_RUN));
};

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  setByte,
  setByte,
  setInteresting,
  addToByte,
  truncate,
  removeRun,
  repeatRun,
  insertRandom,
  insertWord,
  lieAboutLength,
  splice,
  copyWithin,
];

export function mutateBytes(bytes: Uint8Array, material: Material): Uint8Array {
  return material.prng.pick(MUTATIONS)(bytes, material);
}
