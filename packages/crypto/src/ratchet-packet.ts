/**
 * The bytes of a ratchet ciphertext: a sealed header and a sealed body (specs/04 §4).
 *
 * `version (1) || header length (2) || salt (16) || commitment (32) || sealed header || sealed body`.
 *
 * A header key and the salt give a single-use AEAD key and a commitment to the header key. ChaCha20-Poly1305 alone does
 * not commit to its key: without the commitment one packet could be made to open under two sessions (attack B13). It
 * also makes trial decryption cheap: a packet for somebody else costs one HMAC per header key (attack B2).
 */
import { encodeCanonical, LABELS } from '@sotto/wire';
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider } from './provider.ts';
import { decodeHeader, encodeHeader, HEADER_BYTES, type RatchetHeader } from './ratchet-header.ts';
import { equalSecrets } from './secret.ts';

const PACKET_VERSION = 1;
const SALT_OFFSET = 3;
const COMMITMENT_OFFSET = 19;
const HEADER_OFFSET = 51;
const SEALED_HEADER_BYTES = HEADER_BYTES + AEAD_TAG_BYTES;

export const PACKET_SALT_BYTES: number = COMMITMENT_OFFSET - SALT_OFFSET;
/** Bytes that a packet has beside the plaintext of its body. */
export const PACKET_OVERHEAD_BYTES: number = HEADER_OFFSET + HEADER_BYTES + 2 * AEAD_TAG_BYTES;

// Every AEAD key here is used once, so the nonce may be constant.
const ZERO_NONCE = new Uint8Array(AEAD_NONCE_BYTES);
const COMMITMENT_INPUT = encodeCanonical(LABELS.headerCommitment, new Uint8Array(PACKET_SALT_BYTES));
const SEAL_INPUT = encodeCanonical(LABELS.headerSeal, new Uint8Array(PACKET_SALT_BYTES));

function deriveFrom(provider: CryptoProvider, headerKey: Uint8Array, template: Uint8Array, salt: Uint8Array) {
  const input = template.slice();
  input.set(salt, input.length - PACKET_SALT_BYTES);
  return provider.hmacSha256(headerKey, input);
}

/** Session binding and everything of the packet before `end`. */
function boundBytes(associatedData: Uint8Array, packet: Uint8Array, end: number): Uint8Array {
  const bytes = new Uint8Array(associatedData.length + end);
  bytes.set(associatedData, 0);
  bytes.set(packet.subarray(0, end), associatedData.length);
  return bytes;
}

export interface SealPacketInput {
  /** Binds the packet to its session, 32 bytes. */
  readonly associatedData: Uint8Array;
  readonly headerKey: Uint8Array;
  readonly header: RatchetHeader;
  /** Single use, 32 bytes. */
  readonly messageKey: Uint8Array;
  readonly plaintext: Uint8Array;
  /** 16 random bytes. */
  readonly salt: Uint8Array;
}

export function sealPacket(provider: CryptoProvider, input: SealPacketInput): Uint8Array {
  const { associatedData, headerKey, header, messageKey, plaintext, salt } = input;
  const bodyOffset = HEADER_OFFSET + SEALED_HEADER_BYTES;
  const packet = new Uint8Array(plaintext.length + PACKET_OVERHEAD_BYTES);
  packet[0] = PACKET_VERSION;
  packet[2] = SEALED_HEADER_BYTES;
  packet.set(salt, SALT_OFFSET);
  packet.set(deriveFrom(provider, headerKey, COMMITMENT_INPUT, salt), COMMITMENT_OFFSET);
  const sealKey = deriveFrom(provider, headerKey, SEAL_INPUT, salt);
  const sealedHeader = provider.aeadSeal({
    key: sealKey,
    nonce: ZERO_NONCE,
    plaintext: encodeHeader(header),
    associatedData: boundBytes(associatedData, packet, HEADER_OFFSET),
  });
  sealKey.fill(0);
  packet.set(sealedHeader, HEADER_OFFSET);
  const sealedBody = provider.aeadSeal({
    key: messageKey,
    nonce: ZERO_NONCE,
    plaintext,
    associatedData: boundBytes(associatedData, packet, bodyOffset),
  });
  packet.set(sealedBody, bodyOffset);
  return packet;
}

/** A received packet, cut but not yet opened. */
export interface Packet {
  readonly bytes: Uint8Array;
  readonly bodyOffset: number;
}

/** Undefined when the bytes cannot be a packet of this version. */
export function parsePacket(bytes: Uint8Array): Packet | undefined {
  if (bytes.length < PACKET_OVERHEAD_BYTES || bytes[0] !== PACKET_VERSION) return undefined;
  const headerLength = ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0);
  if (headerLength !== SEALED_HEADER_BYTES) return undefined;
  const bodyOffset = HEADER_OFFSET + headerLength;
  return bytes.length < bodyOffset + AEAD_TAG_BYTES ? undefined : { bytes, bodyOffset };
}

/** Whether the packet commits to this header key; one HMAC. */
export function isSealedUnder(provider: CryptoProvider, { bytes }: Packet, headerKey: Uint8Array): boolean {
  const expected = deriveFrom(provider, headerKey, COMMITMENT_INPUT, bytes.subarray(SALT_OFFSET, COMMITMENT_OFFSET));
  return equalSecrets(expected, bytes.subarray(COMMITMENT_OFFSET, COMMITMENT_OFFSET + KEY_BYTES));
}

export interface OpenHeaderInput {
  readonly associatedData: Uint8Array;
  readonly headerKey: Uint8Array;
  readonly packet: Packet;
}

/**
 * @throws {VerifyError} `bad-tag`
 * @throws {DecodeError} `wrong-version`, `wrong-length` for a header that is authentic but not ours to understand
 */
export function openHeader(provider: CryptoProvider, input: OpenHeaderInput): RatchetHeader {
  const { bytes, bodyOffset } = input.packet;
  const key = deriveFrom(provider, input.headerKey, SEAL_INPUT, bytes.subarray(SALT_OFFSET, COMMITMENT_OFFSET));
  try {
    const header = provider.aeadOpen({
      key,
      nonce: ZERO_NONCE,
      ciphertext: bytes.subarray(HEADER_OFFSET, bodyOffset),
      associatedData: boundBytes(input.associatedData, bytes, HEADER_OFFSET),
    });
    return decodeHeader(header);
  } finally {
    key.fill(0);
  }
}

export interface OpenBodyInput {
  readonly associatedData: Uint8Array;
  readonly messageKey: Uint8Array;
  readonly packet: Packet;
}

/** @throws {VerifyError} `bad-tag` */
export function openBody(provider: CryptoProvider, input: OpenBodyInput): Uint8Array {
  const { bytes, bodyOffset } = input.packet;
  return provider.aeadOpen({
    key: input.messageKey,
    nonce: ZERO_NONCE,
    ciphertext: bytes.subarray(bodyOffset),
    associatedData: boundBytes(input.associatedData, bytes, bodyOffset),
  });
}
