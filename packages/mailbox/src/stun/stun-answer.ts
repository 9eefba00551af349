/**
 * What a STUN server says to one datagram (RFC 8489 §5, §6.3, §14.2): binding requests only, over UDP, without
 * authentication. A pure function; nothing is remembered.
 *
 * A question that is not exactly a binding request gets no answer, so that nobody can make us send to somebody else
 * for longer than it pays: an answer is at most 48 bytes.
 */
import { isIPv4 } from 'node:net';

const HEADER_BYTES = 20;
const ATTRIBUTE_HEADER_BYTES = 4;
/** RFC 8489 §6.1: what every path carries. */
const MAX_REQUEST_BYTES = 548;
const MAX_UNKNOWN = 4;
const MAGIC_COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;
const ERROR_CODE = 0x0009;
const UNKNOWN_ATTRIBUTES = 0x000a;
const XOR_MAPPED_ADDRESS = 0x0020;
/** From here on a receiver may ignore what it does not know. */
const COMPREHENSION_OPTIONAL = 0x8000;
const FAMILY_IPV4 = 0x01;
const FAMILY_IPV6 = 0x02;

export interface StunSource {
  /** IPv4 or IPv6 address, without scope. */
  readonly address: string;
  readonly port: number;
}

/** The answer, 32 to 48 bytes; `undefined` for whatever is not a binding request. Never throws. */
export function stunAnswer(datagram: Uint8Array, source: StunSource): Uint8Array | undefined {
  const unknown = unknownAttributes(datagram);
  if (unknown === undefined) return undefined;
  const transactionId = datagram.subarray(4, HEADER_BYTES);
  return unknown.length > 0 ? refusal(transactionId, unknown) : success(transactionId, source);
}

/** Attributes that the sender insists on and we do not know; `undefined`: not a binding request. */
function unknownAttributes(datagram: Uint8Array): readonly number[] | undefined {
  if (datagram.length < HEADER_BYTES || datagram.length > MAX_REQUEST_BYTES || datagram.length % 4 !== 0)
    return undefined;
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  if (view.getUint16(0) !== BINDING_REQUEST || view.getUint32(4) !== MAGIC_COOKIE) return undefined;
  if (view.getUint16(2) !== datagram.length - HEADER_BYTES) return undefined;
  const unknown = new Set<number>();
  for (let at = HEADER_BYTES; at < datagram.length; ) {
    const type = view.getUint16(at);
    const length = view.getUint16(at + 2);
    at += ATTRIBUTE_HEADER_BYTES + length + ((4 - (length % 4)) % 4);
    if (at > datagram.length) return undefined;
    if (type < COMPREHENSION_OPTIONAL) unknown.add(type);
  }
  return [...unknown].slice(0, MAX_UNKNOWN);
}

function success(transactionId: Uint8Array, { address, port }: StunSource): Uint8Array {
  const ip = isIPv4(address) ? ipv4Bytes(address) : ipv6Bytes(address);
  const value = new Uint8Array(4 + ip.length);
  const view = new DataView(value.buffer);
  view.setUint8(1, ip.length === 4 ? FAMILY_IPV4 : FAMILY_IPV6);
  view.setUint16(2, port ^ (MAGIC_COOKIE >>> 16));
  // The cookie and the transaction id, which stand side by side in the header.
  ip.forEach((byte, i) => {
    value[4 + i] = byte ^ (transactionId[i] ?? 0);
  });
  return message(BINDING_SUCCESS, transactionId, [[XOR_MAPPED_ADDRESS, value]]);
}

function refusal(transactionId: Uint8Array, unknown: readonly number[]): Uint8Array {
  const types = new Uint8Array(unknown.length * 2);
  const view = new DataView(types.buffer);
  unknown.forEach((type, i) => {
    view.setUint16(i * 2, type);
  });
  // Class 4, number 20, and no words.
  return message(BINDING_ERROR, transactionId, [
    [ERROR_CODE, Uint8Array.of(0, 0, 4, 20)],
    [UNKNOWN_ATTRIBUTES, types],
  ]);
}

/** `cookieAndId`: 16 bytes of the request, repeated. */
function message(type: number, cookieAndId: Uint8Array, attributes: readonly [number, Uint8Array][]): Uint8Array {
  const padded = ({ length }: Uint8Array) => ATTRIBUTE_HEADER_BYTES + length + ((4 - (length % 4)) % 4);
  const sizeBytes = attributes.reduce((sum, [, value]) => sum + padded(value), 0);
  const bytes = new Uint8Array(HEADER_BYTES + sizeBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, type);
  view.setUint16(2, sizeBytes);
  bytes.set(cookieAndId, 4);
  let at = HEADER_BYTES;
  for (const [name, value] of attributes) {
    view.setUint16(at, name);
    view.setUint16(at + 2, value.length);
    bytes.set(value, at + ATTRIBUTE_HEADER_BYTES);
    at += padded(value);
  }
  return bytes;
}

function ipv4Bytes(address: string): Uint8Array {
  return Uint8Array.from(address.split('.'), Number);
}

/** 16 bytes of a valid IPv6 address; an IPv4 one inside of it is given as IPv4. */
function ipv6Bytes(address: string): Uint8Array {
  const plain = address.split('%')[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return ipv4Bytes(mapped);
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [
    ...before,
    ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'),
    ...after,
  ];
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  groups.slice(0, 8).forEach((group, i) => {
    view.setUint16(i * 2, Number.parseInt(group, 16));
  });
  return bytes;
}
