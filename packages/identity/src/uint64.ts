/** Numbers of the wire (64 bits) as numbers of the language (53 bits), both ways, refusing what does not fit. */
import { DecodeError, UsageError } from '@sotto/wire';

/** @throws {UsageError} `invalid-argument` unless `value` is an integer in 0 … 2^53 - 1. */
export function toUint64(value: number): bigint {
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('invalid-argument', 'not an unsigned integer');
  return BigInt(value);
}

/** @throws {DecodeError} `malformed` above 2^53 - 1. */
export function fromUint64(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new DecodeError('malformed', 'number too large');
  return Number(value);
}
