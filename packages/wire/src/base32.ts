/** Base32 (RFC 4648, upper case, no padding): the text of links and QR codes, in the QR alphanumeric character set. */
import { base32nopad } from '@scure/base';
import { DecodeError } from './errors.ts';

export function formatBase32(bytes: Uint8Array): string {
  return base32nopad.encode(bytes);
}

/** @throws {DecodeError} `malformed` unless `text` is upper-case base32 whose unused bits are zero. */
export function parseBase32(text: string): Uint8Array {
  try {
    return base32nopad.decode(text);
  } catch (cause) {
    throw new DecodeError('malformed', 'not base32', { cause });
  }
}
