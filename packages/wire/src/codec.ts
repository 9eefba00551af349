/**
 * Strict protobuf: what decodes must encode to the same bytes (specs/00 §6).
 *
 * Unknown fields survive (a newer peer may add some), but only in canonical order; signatures and hashes are always
 * taken over the received bytes.
 */
import { type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { equalBytes } from './bytes.ts';
import { DecodeError, LimitError } from './errors.ts';

export function encodeMessage<Desc extends DescMessage>(schema: Desc, message: MessageShape<Desc>): Uint8Array {
  return toBinary(schema, message);
}

/**
 * Decodes `bytes` as `schema`.
 *
 * @throws {LimitError} `too-large` when longer than `maxBytes`, before decoding
 * @throws {DecodeError} `malformed` when not protobuf of this shape, `not-canonical` when another encoding of it
 */
export function decodeMessage<Desc extends DescMessage>(
  schema: Desc,
  bytes: Uint8Array,
  maxBytes: number,
): MessageShape<Desc> {
  if (bytes.length > maxBytes) {
    throw new LimitError('too-large', `${schema.name} too large`, { facts: { maxBytes, length: bytes.length } });
  }
  let message: MessageShape<Desc>;
  try {
    message = fromBinary(schema, bytes);
  } catch (cause) {
    throw new DecodeError('malformed', `not a ${schema.name}`, { cause });
  }
  if (!equalBytes(toBinary(schema, message), bytes)) {
    throw new DecodeError('not-canonical', `${schema.name} is not canonically encoded`);
  }
  return message;
}
