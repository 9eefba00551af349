/**
 * How the fields of a record become bytes. Private to the database: nothing here travels.
 *
 * Fields follow one another in the order of their layout, without names; a layout that changes gets a new version.
 */
import { DecodeError, UsageError } from '@sotto/wire';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

export interface Field<Value> {
  write(writer: ByteWriter, value: Value): void;
  read(reader: ByteReader): Value;
}

export const uint: Field<number> = {
  write: (writer, value) => writer.uint(value),
  read: (reader) => reader.uint(),
};

export const bytes: Field<Uint8Array> = {
  write: (writer, value) => writer.bytes(value),
  read: (reader) => reader.bytes(),
};

export const text: Field<string> = {
  write: (writer, value) => writer.text(value),
  read: (reader) => reader.text(),
};

/** Bytes with a brand, checked by `brand` when read. */
export function id<Id extends Uint8Array>(brand: (bytes: Uint8Array) => Id): Field<Id> {
  return { write: (writer, value) => writer.bytes(value), read: (reader) => brand(reader.bytes()) };
}

/** One of a few words, by its place among them. New words go to the end. */
export function oneOf<Word extends string>(...words: readonly Word[]): Field<Word> {
  return {
    write(writer, value) {
      const index = words.indexOf(value);
      if (index < 0) throw new UsageError('invalid-argument', 'not one of the words of this field');
      writer.uint(index);
    },
    read(reader) {
      const word = words[reader.uint()];
      if (word === undefined) throw new DecodeError('malformed', 'unknown word');
      return word;
    },
  };
}

export function optional<Value>(field: Field<Value>): Field<Value | undefined> {
  return {
    write(writer, value) {
      writer.uint(value === undefined ? 0 : 1);
      if (value !== undefined) field.write(writer, value);
    },
    read(reader) {
      const isPresent = reader.uint();
      if (isPresent > 1) throw new DecodeError('not-canonical', 'neither absent nor present');
      return isPresent === 0 ? undefined : field.read(reader);
    },
  };
}

export function list<Value>(field: Field<Value>): Field<readonly Value[]> {
  return {
    write(writer, values) {
      writer.uint(values.length);
      for (const value of values) field.write(writer, value);
    },
    read(reader) {
      // Every item takes at least one byte, so a lie about the count ends at the end of the record.
      const values: Value[] = [];
      for (let left = reader.uint(); left > 0; left--) values.push(field.read(reader));
      return values;
    },
  };
}

/** A field for every property; `optional` exactly for those that may be absent. */
type FieldsOf<Value> = {
  readonly [Name in keyof Value]-?: Partial<Pick<Value, Name>> extends Pick<Value, Name>
    ? Field<Value[Name] | undefined>
    : Field<Value[Name]>;
};

export function struct<Value extends object>(fields: FieldsOf<Value>): Field<Value> {
  const entries = Object.entries(fields) as [keyof Value & string, Field<unknown>][];
  return {
    write(writer, value) {
      for (const [name, field] of entries) field.write(writer, value[name]);
    },
    read(reader) {
      const value: Partial<Record<keyof Value, unknown>> = {};
      for (const [name, field] of entries) {
        const part = field.read(reader);
        if (part !== undefined) value[name] = part;
      }
      return value as Value;
    },
  };
}

/** Used by one record at a time; empty in between. */
const writer = new ByteWriter();

/** @throws {LimitError} `too-large` @throws {UsageError} `invalid-argument` */
export function encodeField<Value>(field: Field<Value>, value: Value): Uint8Array {
  try {
    field.write(writer, value);
    return writer.finish();
  } finally {
    writer.clear();
  }
}

/** @throws {DecodeError} unless the bytes are exactly one such value */
export function decodeField<Value>(field: Field<Value>, encoded: Uint8Array): Value {
  const reader = new ByteReader(encoded);
  const value = field.read(reader);
  reader.finish();
  return value;
}
