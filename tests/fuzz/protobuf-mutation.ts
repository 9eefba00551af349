/** Changes of protobuf fields: what a strict decoder must see through. */
import { type Material, mutateBytes } from './byte-mutation.ts';
import { type Field, formatFields, parseFields } from './protobuf-tree.ts';

const INTERESTING_VALUES = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0x7fff_ffffn,
  0xffff_ffffn,
  0x1_0000_0000n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
];
const FIELD_NUMBERS = [1, 2, 3, 9, 15, 16, 19_000, 536_870_911];
const LENGTHS = [0, 1, 15, 16, 31, 32, 33, 63, 64, 65, 1_568];
const MAX_DEPTH = 5;

/** Changes one field, at some depth. `undefined` when the bytes are not fields. */
export function mutateProtobuf(bytes: Uint8Array, material: Material, depth = 0): Uint8Array | undefined {
  const fields = parseFields(bytes);
  if (fields === undefined || depth > MAX_DEPTH) return undefined;
  const { prng } = material;
  if (fields.length === 0) return formatFields([newField(material)]);
  const index = prng.integer(0, fields.length - 1);
  const field = fields[index] as Field;
  if (field.kind === 'bytes' && field.bytes.length > 1 && prng.chance(0.6)) {
    const inside = mutateProtobuf(field.bytes, material, depth + 1);
    if (inside !== undefined) return formatFields(fields.with(index, { ...field, bytes: inside }));
  }
  return formatFields(changedList(fields, index, material));
}

function changedList(fields: readonly Field[], index: number, material: Material): readonly Field[] {
  const { prng } = material;
  const field = fields[index] as Field;
  switch (prng.integer(0, 7)) {
    case 0:
      return fields.toSpliced(index, 1);
    case 1:
      return fields.toSpliced(index, 0, ...Array.from({ length: prng.pick([1, 1, 2, 40]) }, () => field));
    case 2:
      return prng.shuffle(fields);
    case 3:
      return fields.toSpliced(prng.integer(0, fields.length), 0, newField(material));
    case 4:
      return fields.with(index, { ...field, number: prng.pick(FIELD_NUMBERS) });
    case 5:
      return fields.toSpliced(index, 0, fieldOfAnother(material) ?? newField(material));
    default:
      return fields.with(index, changedField(field, material));
  }
}

function changedField(field: Field, material: Material): Field {
  const { prng } = material;
  if (field.kind === 'fixed') return { ...field, bytes: prng.bytes(field.bytes.length) };
  if (field.kind === 'varint') {
    if (prng.chance(0.2)) return { ...field, width: prng.integer(2, 10) };
    const value = prng.chance(0.5) ? prng.pick(INTERESTING_VALUES) : field.value + BigInt(prng.integer(-2, 2));
    return { ...field, value: BigInt.asUintN(64, value) };
  }
  switch (prng.integer(0, 4)) {
    case 0:
      return { ...field, lie: prng.pick([-1, 1, 127, 0x7fff_ffff, 0xffff_ffff]) };
    case 1:
      return { ...field, bytes: resized(field.bytes, prng.pick(LENGTHS)) };
    case 2: {
      const other = fieldOfAnother(material);
      return other?.kind === 'bytes' ? { ...field, bytes: other.bytes } : { ...field, bytes: new Uint8Array(0) };
    }
    default:
      return { ...field, bytes: mutateBytes(field.bytes, material) };
  }
}

function resized(bytes: Uint8Array, length: number): Uint8Array {
  const changed = new Uint8Array(length);
  changed.set(bytes.subarray(0, length));
  return changed;
}

function newField({ prng }: Material): Field {
  const number = prng.pick(FIELD_NUMBERS);
  if (prng.chance(0.4)) return { number, kind: 'varint', value: prng.pick(INTERESTING_VALUES), width: 1 };
  if (prng.chance(0.2)) return { number, kind: 'fixed', bytes: prng.bytes(prng.pick([4, 8])) };
  return { number, kind: 'bytes', bytes: prng.bytes(prng.pick([0, 1, 16, 32])), lie: 0 };
}

function fieldOfAnother({ prng, pool }: Material): Field | undefined {
  const fields = pool.length === 0 ? undefined : parseFields(prng.pick(pool));
  return fields === undefined || fields.length === 0 ? undefined : prng.pick(fields);
}
