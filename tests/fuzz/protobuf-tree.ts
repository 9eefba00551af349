/**
 * Protobuf bytes as a tree of fields without a schema, so that a change deep inside leaves every length around it true.
 *
 * A length-delimited field whose bytes read as fields to the last one may be a message; whether it is, is a guess that
 * costs nothing when it is wrong.
 */
import { joinedBytes } from './joined-bytes.ts';
import { readVarint, writeVarint } from './varint.ts';

export interface VarintField {
  readonly number: number;
  readonly kind: 'varint';
  readonly value: bigint;
  /** Bytes to spend on the value; more than needed is an overlong encoding. */
  readonly width: number;
}

export interface BytesField {
  readonly number: number;
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  /** Added to the length that is written: a lie unless 0. */
  readonly lie: number;
}

/** A wire type with no length of its own: fixed 32 or 64 bits. */
export interface FixedField {
  readonly number: number;
  readonly kind: 'fixed';
  readonly bytes: Uint8Array;
}

export type Field = VarintField | BytesField | FixedField;

const MAX_FIELDS = 512;
const WIRE_TYPES = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** The fields; `undefined` when the bytes are not fields to the last one. */
export function parseFields(bytes: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const read = fields.length < MAX_FIELDS ? readField(bytes, offset) : undefined;
    if (read === undefined) return undefined;
    fields.push(read.field);
    offset = read.end;
  }
  return fields;
}

function readField(bytes: Uint8Array, offset: number): { field: Field; end: number } | undefined {
  const tag = readVarint(bytes, offset);
  if (tag === undefined || tag.value >= 1n << 32n) return undefined;
  const number = Number(tag.value >> 3n);
  if (number === 0) return undefined;
  switch (Number(tag.value & 7n)) {
    case WIRE_TYPES.varint: {
      const read = readVarint(bytes, tag.end);
      return read && { field: { number, kind: 'varint', value: read.value, width: 1 }, end: read.end };
    }
    case WIRE_TYPES.bytes: {
      const length = readVarint(bytes, tag.end);
      if (length === undefined || length.value > BigInt(bytes.length - length.end)) return undefined;
      const end = length.end + Number(length.value);
      return { field: { number, kind: 'bytes', bytes: bytes.subarray(length.end, end), lie: 0 }, end };
    }
    case WIRE_TYPES.fixed64:
      return readFixed(bytes, { number, start: tag.end, size: 8 });
    case WIRE_TYPES.fixed32:
      return readFixed(bytes, { number, start: tag.end, size: 4 });
    default:
      return undefined;
  }
}

function readFixed(
  bytes: Uint8Array,
  { number, start, size }: { readonly number: number; readonly start: number; readonly size: number },
): { field: Field; end: number } | undefined {
  const end = start + size;
  return end > bytes.length ? undefined : { field: { number, kind: 'fixed', bytes: bytes.subarray(start, end) }, end };
}

export function formatFields(fields: readonly Field[]): Uint8Array {
  return joinedBytes(...fields.map(formatField));
}

function formatField(field: Field): Uint8Array {
  if (field.kind === 'varint') {
    return joinedBytes(tagOf(field.number, WIRE_TYPES.varint), writeVarint(field.value, field.width));
  }
  if (field.kind === 'fixed') {
    const wireType = field.bytes.length === 8 ? WIRE_TYPES.fixed64 : WIRE_TYPES.fixed32;
    return joinedBytes(tagOf(field.number, wireType), field.bytes);
  }
  const length = BigInt(Math.max(0, field.bytes.length + field.lie));
  return joinedBytes(tagOf(field.number, WIRE_TYPES.bytes), writeVarint(length), field.bytes);
}

function tagOf(number: number, wireType: number): Uint8Array {
  return writeVarint((BigInt(number) << 3n) | BigInt(wireType));
}
