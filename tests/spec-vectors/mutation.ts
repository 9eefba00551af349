/** Inputs of vectors with one thing changed, for comparing what two implementations make of what nobody thought of. */
import type { Json, JsonObject } from './vector.ts';

export interface Mutation {
  /** Which of the places that can be changed, modulo their number. */
  readonly place: number;
  readonly kind: 'flip' | 'cut' | 'extend' | 'repeat' | 'zero' | 'fill';
  /** Where in the bytes, modulo their number. */
  readonly at: number;
  /** A byte. */
  readonly value: number;
}

type Path = readonly (string | number)[];

const HEX = /^(?:[0-9a-f]{2})+$/;

/** What comes from somebody else, or from a disk; the rest is a caller's own. */
const FOREIGN = new Set([
  ...['packet', 'initial_message', 'sealed', 'envelope', 'receipt', 'proof', 'padded', 'code', 'session'],
  ...['public_key', 'kem_public_key', 'identity_key', 'recipient_key', 'write_key'],
]);

/** Every member of foreign bytes. */
function places(json: Json, path: Path = []): Path[] {
  if (typeof json === 'string') return FOREIGN.has(String(path.at(-1))) && HEX.test(json) ? [path] : [];
  if (typeof json !== 'object') return [];
  const entries: [string | number, Json][] = Array.isArray(json) ? [...json.entries()] : Object.entries(json);
  return entries.flatMap(([name, value]) => places(value, [...path, name]));
}

function changeAt(json: Json, [name, ...rest]: Path, change: (hex: string) => string): Json {
  if (name === undefined) return change(String(json));
  if (Array.isArray(json)) return json.map((value, index) => (index === name ? changeAt(value, rest, change) : value));
  const members = json as JsonObject;
  return { ...members, [name]: changeAt(members[name] ?? '', rest, change) };
}

function changed(hex: string, { kind, at, value }: Mutation): string {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  const index = at % bytes.length;
  const old = bytes[index] ?? 0;
  switch (kind) {
    case 'flip':
      return Buffer.from(bytes.with(index, old ^ (1 << (value & 7)))).toString('hex');
    case 'cut':
      return Buffer.from(bytes.slice(0, index)).toString('hex');
    case 'extend':
      return Buffer.from([...bytes, value]).toString('hex');
    case 'repeat':
      return Buffer.from([...bytes.slice(0, index), ...bytes]).toString('hex');
    case 'zero':
      return Buffer.from(bytes.map((byte, each) => (each < index ? byte : 0))).toString('hex');
    case 'fill':
      return Buffer.from(bytes.with(index, value)).toString('hex');
  }
}

export function canBeMutated(input: JsonObject): boolean {
  return places(input).length > 0;
}

/** The input with one member of foreign bytes changed. Which one, and how, follows from the mutation. */
export function mutated(input: JsonObject, mutation: Mutation): JsonObject {
  const all = places(input);
  const path = all[mutation.place % all.length];
  return path === undefined ? input : (changeAt(input, path, (hex) => changed(hex, mutation)) as JsonObject);
}
