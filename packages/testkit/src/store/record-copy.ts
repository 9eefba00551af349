/**
 * Copies of records, so that a caller who changes an array afterwards changes nothing in the store.
 *
 * Copying also checks what every store checks: numbers are unsigned integers below 2^53, and a record has a bound.
 */
import { encodeUtf8, LIMITS, LimitError, UsageError } from '@sotto/wire';

/** Copies `record` deeply; absent and undefined fields are both left out. */
function copyCounted(value: unknown, count: (bytes: number) => void): unknown {
  if (value instanceof Uint8Array) {
    count(value.length);
    return new Uint8Array(value);
  }
  if (typeof value === 'string') {
    count(encodeUtf8(value).length);
    return value;
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || value < 0) throw new UsageError('invalid-argument', 'not an unsigned integer');
    count(8);
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => copyCounted(item, count));
  if (typeof value !== 'object' || value === null) {
    throw new UsageError('invalid-argument', 'records hold bytes, text, numbers and lists of them');
  }
  const copy: Record<string, unknown> = {};
  for (const [field, part] of Object.entries(value)) if (part !== undefined) copy[field] = copyCounted(part, count);
  return copy;
}

/**
 * @throws {UsageError} `invalid-argument` for a number that is not an unsigned integer below 2^53
 * @throws {LimitError} `too-large` when the fields hold more than MAX_STORE_RECORD_BYTES
 */
export function copyRecord<Value extends object>(record: Value): Value {
  let total = 0;
  const copy = copyCounted(record, (bytes) => {
    total += bytes;
  });
  if (total > LIMITS.MAX_STORE_RECORD_BYTES) {
    throw new LimitError('too-large', 'record too large', { facts: { maxBytes: LIMITS.MAX_STORE_RECORD_BYTES } });
  }
  return copy as Value;
}
