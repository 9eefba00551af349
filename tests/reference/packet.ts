/** The packet: a sealed header before a sealed body (specs/04 §4). */
import { equal, join, number, Reader } from './bytes.ts';
import { canonical } from './canonical.ts';
import { hmacSha256 } from './derivation.ts';
import { demand } from './refusal.ts';

const VERSION = Uint8Array.of(1);
const EXTENSION_VERSION = 1;
const HEADER_BYTES = 45;
/** Version, salt, commitment and sealed header. */
const FRONT_BYTES = 1 + 16 + 32 + HEADER_BYTES;
const SHORTEST_BYTES = FRONT_BYTES + 16;

export interface Header {
  readonly ratchetKey: Uint8Array;
  readonly previousLength: number;
  readonly number: number;
  readonly epoch: number;
}

export interface Packet {
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
  readonly sealedHeader: Uint8Array;
  readonly sealedBody: Uint8Array;
  /** The packet up to the sealed body. */
  readonly front: Uint8Array;
}

function underPad(headerKey: Uint8Array, salt: Uint8Array, header: Uint8Array): Uint8Array {
  const pad = join(...[0, 1].map((part) => hmacSha256(headerKey, canonical('headerSeal', part, salt))));
  return header.map((byte, at) => byte ^ (pad[at] ?? 0));
}

function commitmentTo(headerKey: Uint8Array, salt: Uint8Array, sealedHeader: Uint8Array): Uint8Array {
  return hmacSha256(headerKey, canonical('headerCommitment', join(VERSION, salt, sealedHeader)));
}

/** Everything of a packet that comes before its sealed body. */
export function sealHeader(headerKey: Uint8Array, salt: Uint8Array, header: Header): Uint8Array {
  const plain = join(
    header.ratchetKey,
    number(header.previousLength, 4),
    number(header.number, 4),
    number(EXTENSION_VERSION, 1),
    number(header.epoch, 4),
  );
  const sealed = underPad(headerKey, salt, plain);
  return join(VERSION, salt, commitmentTo(headerKey, salt, sealed), sealed);
}

/** Undefined where the bytes cannot be a packet (§5.1). */
export function readPacket(bytes: Uint8Array): Packet | undefined {
  if (bytes.length < SHORTEST_BYTES || bytes[0] !== VERSION[0]) return undefined;
  return {
    salt: bytes.slice(1, 17),
    commitment: bytes.slice(17, 49),
    sealedHeader: bytes.slice(49, FRONT_BYTES),
    sealedBody: bytes.slice(FRONT_BYTES),
    front: bytes.slice(0, FRONT_BYTES),
  };
}

export function commitsTo(packet: Packet, headerKey: Uint8Array): boolean {
  return equal(packet.commitment, commitmentTo(headerKey, packet.salt, packet.sealedHeader));
}

/** @throws `wrong-version` for another extension */
export function openHeader(packet: Packet, headerKey: Uint8Array): Header {
  const reader = new Reader(underPad(headerKey, packet.salt, packet.sealedHeader));
  const ratchetKey = reader.take(32);
  const previousLength = reader.number(4);
  const count = reader.number(4);
  demand(reader.number(1) === EXTENSION_VERSION, 'wrong-version');
  return { ratchetKey, previousLength, number: count, epoch: reader.number(4) };
}
