/** One message of every schema, every field set, from the schema itself: whatever is added is covered at once. */
import type { DescEnum, DescField, DescMessage, MessageShape } from '@bufbuild/protobuf';
import * as wire from '@sotto/wire';

export interface NamedSchema {
  readonly name: string;
  readonly schema: DescMessage;
}

/** Every exported `…Schema`, by name. */
export const SCHEMAS: readonly NamedSchema[] = Object.entries(wire)
  .filter(([name]) => name.endsWith('Schema'))
  .map(([name, schema]) => ({ name, schema: schema as DescMessage }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** `salt` changes every value, and which member of a choice is set. */
export function filledMessage(schema: DescMessage, salt: number): MessageShape<DescMessage> {
  const message = wire.create(schema) as MessageShape<DescMessage> & Record<string, unknown>;
  for (const field of schema.fields) if (field.oneof === undefined) message[field.localName] = fieldValue(field, salt);
  for (const oneof of schema.oneofs) {
    const field = oneof.fields[salt % oneof.fields.length];
    if (field) message[oneof.localName] = { case: field.localName, value: fieldValue(field, salt) };
  }
  return message;
}

function fieldValue(field: DescField, salt: number): unknown {
  switch (field.fieldKind) {
    case 'list':
      return [elementOf(field, salt), elementOf(field, salt + 1)];
    case 'message':
      return filledMessage(field.message, salt);
    case 'enum':
      return enumValue(field.enum, salt);
    case 'scalar':
      return scalarValue(field.scalar, salt);
    case 'map':
      return {};
  }
}

function elementOf(field: DescField & { fieldKind: 'list' }, salt: number): unknown {
  if (field.listKind === 'message') return filledMessage(field.message, salt);
  if (field.listKind === 'enum') return enumValue(field.enum, salt);
  return scalarValue(field.scalar, salt);
}

function enumValue({ values }: DescEnum, salt: number): number {
  return values[salt % values.length]?.number ?? 0;
}

/** Wire numbers of protobuf's scalar types that are not numbers in JavaScript. */
const BYTES = 12;
const STRING = 9;
const BOOL = 8;
const WIDE = new Set([3, 4, 6, 16, 18]);

function scalarValue(type: number, salt: number): unknown {
  if (type === BYTES) return new Uint8Array(salt % 2 === 0 ? 32 : 3).fill(salt + 1);
  if (type === STRING) return `text ${salt}`;
  if (type === BOOL) return salt % 2 === 0;
  return WIDE.has(type) ? 2n ** 40n + BigInt(salt) : 300 + salt;
}
