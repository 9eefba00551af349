/** Canonical proto3 of numbers and bytes, which is all that the messages here hold (specs/00 §6). */
import { equal, join } from './bytes.ts';
import { demand } from './refusal.ts';

const VARINT = 0;
const LENGTH_DELIMITED = 2;

export type Value = number | Uint8Array;

export interface Field {
  readonly number: number;
  readonly value: Value;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    const more = rest > 0x7fn;
    bytes.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

/** Every field as it comes, defaults included. */
export function encodeFields(fields: readonly Field[]): Uint8Array {
  const parts = fields.map(({ number, value }) =>
    typeof value === 'number'
      ? join(varint(number * 8 + VARINT), varint(value))
      : join(varint(number * 8 + LENGTH_DELIMITED), varint(value.length), value),
  );
  return join(...parts);
}

function isDefault(value: Value): boolean {
  return typeof value === 'number' ? value === 0 : value.length === 0;
}

/** Fields in ascending order; a number of zero and empty bytes are left out. */
export function encodeMessage(fields: readonly Field[]): Uint8Array {
  return encodeFields(fields.filter(({ value }) => !isDefault(value)));
}

function readVarint(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0n;
  for (let width = 0; width < 10; width += 1) {
    const byte = bytes[at + width];
    demand(byte !== undefined, 'malformed');
    value |= BigInt(byte & 0x7f) << BigInt(7 * width);
    if (byte < 0x80) {
      demand(value < 2n ** 53n, 'malformed');
      return { value: Number(value), next: at + width + 1 };
    }
  }
  demand(false, 'malformed');
  return { value: 0, next: at };
}

/** Every field of a message, in the order of its bytes. @throws `malformed` */
export function decodeFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const key = readVarint(bytes, at);
    const number = Math.floor(key.value / 8);
    const head = readVarint(bytes, key.next);
    const kind = key.value % 8;
    demand(number > 0 && (kind === VARINT || kind === LENGTH_DELIMITED), 'malformed');
    const end = kind === VARINT ? head.next : head.next + head.value;
    demand(end <= bytes.length, 'malformed');
    fields.push({ number, value: kind === VARINT ? head.value : bytes.slice(head.next, end) });
    at = end;
  }
  return fields;
}

/** The kinds of the fields that a message of a schema may have: `repeated` ones any number of times. */
export type Shape = Readonly<Record<number, 'number' | 'bytes' | 'repeated'>>;

export class Message {
  readonly #fields: readonly Field[];

  constructor(fields: readonly Field[]) {
    this.#fields = fields;
  }

  number(field: number): number {
    const value = this.#fields.find(({ number }) => number === field)?.value ?? 0;
    return typeof value === 'number' ? value : 0;
  }

  bytes(field: number): Uint8Array {
    return this.repeated(field)[0] ?? new Uint8Array(0);
  }

  repeated(field: number): Uint8Array[] {
    return this.#fields.flatMap(({ number, value }) => (number === field && typeof value !== 'number' ? [value] : []));
  }

  unknown(shape: Shape): boolean {
    return this.#fields.some(({ number }) => shape[number] === undefined);
  }
}

/** @throws `malformed` for what is no message of `shape`, `not-canonical` for another encoding of it */
export function decodeMessage(bytes: Uint8Array, shape: Shape): Message {
  const fields = decodeFields(bytes);
  for (const { number, value } of fields) {
    const kind = shape[number];
    if (kind !== undefined) demand((typeof value === 'number') === (kind === 'number'), 'malformed');
  }
  const known = fields.filter(({ number }) => shape[number] !== undefined);
  const unknown = fields.filter(({ number }) => shape[number] === undefined);
  const inOrder = known.every(({ number, value }, at) => {
    const before = known[at - 1]?.number ?? 0;
    if (shape[number] === 'repeated') return number >= before;
    return number > before && !isDefault(value);
  });
  demand(inOrder && equal(encodeFields([...known, ...unknown]), bytes), 'not-canonical');
  return new Message(fields);
}
