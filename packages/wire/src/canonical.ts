/**
 * The one encoding of everything that is hashed, signed or MACed: `label || 0x00 || (length || bytes)*` (specs/00 §4).
 *
 * Lengths are 4 bytes, big-endian; numbers are 8 bytes, big-endian; text is UTF-8. The encoding is injective over the
 * bytes of its parts: two different (label, list of byte strings) never give the same bytes.
 */
import { encodeUtf8 } from './bytes.ts';
import { UsageError } from './errors.ts';
import { LABELS, type Label } from './labels.ts';

/** Bytes, text (UTF-8) or an unsigned integer below 2^53. */
export type CanonicalPart = Uint8Array | string | number;

const LABEL_BYTES: ReadonlyMap<string, Uint8Array> = new Map(
  Object.values(LABELS).map((label) => [label, encodeUtf8(label)]),
);

const NUMBER_BYTES = 8;
const LENGTH_BYTES = 4;

function textBytes(text: string): Uint8Array {
  // A lone surrogate would become U+FFFD, and two texts one.
  if (!text.isWellFormed()) throw new UsageError('invalid-argument', 'not well-formed text');
  return encodeUtf8(text);
}

/** By hand: a view of the bytes costs more than these four, and there is one for every hash. */
function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

function writeUint64(bytes: Uint8Array, offset: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('invalid-argument', 'not an unsigned integer');
  writeUint32(bytes, offset, Math.floor(value / 2 ** 32));
  // The shift takes the lower 32 bits.
  writeUint32(bytes, offset + 4, value >>> 0);
}

/** @throws {UsageError} `invalid-argument` unless `value` is an integer in 0 … 2^53 - 1. */
export function encodeUint64(value: number): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES);
  writeUint64(bytes, 0, value);
  return bytes;
}

/**
 * Encodes a labelled, length-prefixed list of parts.
 * @throws {UsageError} `invalid-argument` for text with lone surrogates and numbers that are not unsigned integers
 */
export function encodeCanonical(label: Label, ...parts: readonly CanonicalPart[]): Uint8Array {
  return encodeCanonicalIn(new Uint8Array(0), label, parts);
}

/**
 * The same in `room`, as a view of it, when it fits there; else in bytes of its own. What was encoded stays in `room`
 * until something else is.
 * @throws {UsageError} `invalid-argument` for text with lone surrogates and numbers that are not unsigned integers
 */
export function encodeCanonicalIn(room: Uint8Array, label: Label, parts: readonly CanonicalPart[]): Uint8Array {
  const labelBytes = LABEL_BYTES.get(label) ?? encodeUtf8(label);
  const encoded = encodeTexts(parts);
  let total = labelBytes.length + 1;
  for (const part of encoded) total += LENGTH_BYTES + lengthOf(part);
  const bytes = total <= room.length ? room.subarray(0, total) : new Uint8Array(total);
  bytes.set(labelBytes, 0);
  bytes[labelBytes.length] = 0;
  let offset = labelBytes.length + 1;
  for (const part of encoded) {
    writeUint32(bytes, offset, lengthOf(part));
    if (typeof part === 'number') writeUint64(bytes, offset + LENGTH_BYTES, part);
    else bytes.set(part, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + lengthOf(part);
  }
  return bytes;
}

function encodeTexts(parts: readonly CanonicalPart[]): readonly (Uint8Array | number)[] {
  const encoded: (Uint8Array | number)[] = [];
  for (const part of parts) encoded.push(typeof part === 'string' ? textBytes(part) : part);
  return encoded;
}

function lengthOf(part: Uint8Array | number): number {
  return typeof part === 'number' ? NUMBER_BYTES : part.length;
}
