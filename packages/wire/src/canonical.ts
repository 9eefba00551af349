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

function writeUint64(view: DataView, offset: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('invalid-argument', 'not an unsigned integer');
  view.setUint32(offset, Math.floor(value / 2 ** 32));
  view.setUint32(offset + 4, value % 2 ** 32);
}

/** @throws {UsageError} `invalid-argument` unless `value` is an integer in 0 … 2^53 - 1. */
export function encodeUint64(value: number): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES);
  writeUint64(new DataView(bytes.buffer), 0, value);
  return bytes;
}

/**
 * Encodes a labelled, length-prefixed list of parts.
 * @throws {UsageError} `invalid-argument` for text with lone surrogates and numbers that are not unsigned integers
 */
export function encodeCanonical(label: Label, ...parts: readonly CanonicalPart[]): Uint8Array {
  const labelBytes = LABEL_BYTES.get(label) ?? encodeUtf8(label);
  const encoded = parts.map((part) => (typeof part === 'string' ? textBytes(part) : part));
  let total = labelBytes.length + 1;
  for (const part of encoded) total += LENGTH_BYTES + lengthOf(part);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  bytes.set(labelBytes, 0);
  let offset = labelBytes.length + 1;
  for (const part of encoded) {
    view.setUint32(offset, lengthOf(part));
    if (typeof part === 'number') writeUint64(view, offset + LENGTH_BYTES, part);
    else bytes.set(part, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + lengthOf(part);
  }
  return bytes;
}

function lengthOf(part: Uint8Array | number): number {
  return typeof part === 'number' ? NUMBER_BYTES : part.length;
}
