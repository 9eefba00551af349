/** The text of a contact link (specs/01 §11). */
import { equal, join } from './bytes.ts';
import { hash } from './canonical.ts';
import { decodeMessage, type Message } from './protobuf.ts';
import { demand } from './refusal.ts';
import { limit } from './spec-tables.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const PREFIX = 'sotto:';
const SHAPE = { 1: 'number', 2: 'bytes', 3: 'number', 4: 'bytes', 5: 'repeated', 6: 'bytes' } as const;

/** RFC 4648 §6 in lower case, without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function bytesOfBase32(text: string): Uint8Array {
  const values = [...text].map((letter) => ALPHABET.indexOf(letter));
  demand(!values.includes(-1), 'malformed');
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  const whole = bits.match(/.{8}/g) ?? [];
  const left = bits.slice(whole.length * 8);
  demand(left.length < 5 && !left.includes('1'), 'malformed');
  return Uint8Array.from(whole, (byte) => Number.parseInt(byte, 2));
}

export function linkText(bytes: Uint8Array): string {
  return PREFIX + base32(join(bytes, hash('linkChecksum', bytes).slice(0, 4)));
}

/** @throws the codes of §11 */
export function readLink(text: string): Message {
  demand(text.length <= limit('MAX_LINK_CHARS'), 'too-large');
  const plain = text.replaceAll(/\s/g, '').toLowerCase();
  demand(plain.startsWith(PREFIX), 'malformed');
  const bytes = bytesOfBase32(plain.slice(PREFIX.length));
  demand(bytes.length > 4, 'malformed');
  const [content, checksum] = [bytes.slice(0, -4), bytes.slice(-4)];
  demand(equal(checksum, hash('linkChecksum', content).slice(0, 4)), 'bad-checksum');
  const link = decodeMessage(content, SHAPE);
  demand(!link.unknown(SHAPE), 'unknown-type');
  demand(link.number(1) === 1, 'wrong-version');
  demand(link.bytes(2).length === 32 && link.bytes(4).length === 32, 'wrong-length');
  demand(link.repeated(5).length <= limit('MAX_MAILBOXES'), 'too-many');
  demand(link.bytes(6).length <= limit('MAX_NAME_BYTES'), 'too-large');
  return link;
}
