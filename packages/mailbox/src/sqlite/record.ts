/**
 * Records as they come back from the disk: typed columns and checksums (specs/06 §5; attack E3).
 *
 * A flipped byte may change a value, a type or a length. Whatever does not fit is one corrupt record, and one only.
 */
import type { SQLOutputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { UsageError, VerifyError } from '@sotto/wire';

export type Row = Readonly<Record<string, SQLOutputValue>>;

function corrupt(): VerifyError {
  return new VerifyError('corrupt-record', 'a stored record is damaged');
}

/** @throws {VerifyError} `corrupt-record` */
export function integerOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw corrupt();
  return value;
}

/** @throws {VerifyError} `corrupt-record` */
export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw corrupt();
  return value;
}

/** Parts of a record, at most. */
const MAX_PARTS = 8;
const FLOAT_BYTES = 8;

// Used again by every call, which are synchronous: new room for each costs as much as the checksum.
const numbers = new Float64Array(MAX_PARTS);
const numberBytes = Array.from(
  { length: MAX_PARTS + 1 },
  (_, count) => new Uint8Array(numbers.buffer, 0, count * FLOAT_BYTES),
);

/**
 * CRC-32 over all numbers and lengths, then over the bytes: finds every burst of up to 32 bits. Authenticity is not its
 * business.
 */
export function recordChecksum(...parts: readonly (Uint8Array | number)[]): number {
  const bytes = numberBytes[parts.length];
  if (bytes === undefined) throw new UsageError('invalid-argument', 'too many parts of a record');
  parts.forEach((part, i) => {
    numbers[i] = typeof part === 'number' ? part : part.length;
  });
  let checksum = crc32(bytes);
  for (const part of parts) if (typeof part !== 'number') checksum = crc32(part, checksum);
  return checksum;
}

/** @throws {VerifyError} `corrupt-record` unless the row's `checksum` column is that of the parts. */
export function checkRecord(row: Row, ...parts: readonly (Uint8Array | number)[]): void {
  if (integerOf(row, 'checksum') !== recordChecksum(...parts)) throw corrupt();
}
