/**
 * The bytes of a ratchet ciphertext: a sealed header and a sealed body (specs/04 §4).
 *
 * `version (1) || salt (16) || commitment (32) || sealed header (45) || sealed body`.
 *
 * The header is sealed by encrypt-then-MAC from one pseudorandom function, HMAC under the header key: a pad from the
 * salt, and a tag of 32 bytes over all that comes before the body. Unlike the tag of ChaCha20-Poly1305, this one commits
 * to its key: no packet opens under two sessions (attack B13). And a packet for somebody else costs one HMAC per header
 * key (attack B2).
 */
import { encodeCanonical, LABELS } from '@sotto/wire';
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider } from './provider.ts';
import { decodeHeader, encodeHeader, HEADER_BYTES, type RatchetHeader } from './ratchet-header.ts';
import { equalSecrets } from './secret.ts';

const PACKET_VERSION = 1;
const SALT_OFFSET = 1;
export const PACKET_SALT_BYTES = 16;
const COMMITMENT_OFFSET: number = SALT_OFFSET + PACKET_SALT_BYTES;
const HEADER_OFFSET: number = COMMITMENT_OFFSET + KEY_BYTES;
const BODY_OFFSET: number = HEADER_OFFSET + HEADER_BYTES;
/** Bytes that a packet has beside the plaintext of its body. */
export const PACKET_OVERHEAD_BYTES: number = BODY_OFFSET + AEAD_TAG_BYTES;

// Every message key is used once, so the nonce may be constant.
const ZERO_NONCE = new Uint8Array(AEAD_NONCE_BYTES);

// Inputs of HMAC and AEAD, complete but for their last bytes, which each use writes anew. All of it travels in the open
// but the associated data, which is a hash.
const PAD_INPUTS = [0, 1].map((block) => encodeCanonical(LABELS.headerSeal, block, new Uint8Array(PACKET_SALT_BYTES)));
const COMMITMENT_INPUT = encodeCanonical(LABELS.headerCommitment, new Uint8Array(1 + PACKET_SALT_BYTES + HEADER_BYTES));
const BODY_BINDING = new Uint8Array(KEY_BYTES + BODY_OFFSET);

/** HMAC over version, salt and sealed header of a packet, 32 bytes. */
function commitmentTo(provider: CryptoProvider, headerKey: Uint8Array, packet: Uint8Array): Uint8Array {
  const sealedHeaderAt = COMMITMENT_INPUT.length - HEADER_BYTES;
  COMMITMENT_INPUT.set(packet.subarray(0, COMMITMENT_OFFSET), sealedHeaderAt - COMMITMENT_OFFSET);
  COMMITMENT_INPUT.set(packet.subarray(HEADER_OFFSET, BODY_OFFSET), sealedHeaderAt);
  return provider.hmacTagSha256(headerKey, COMMITMENT_INPUT);
}

/** Mixes the pad of a header key and a salt into a header; doing it twice takes it out again. */
function mixPad(provider: CryptoProvider, headerKey: Uint8Array, salt: Uint8Array, header: Uint8Array): void {
  let offset = 0;
  for (const input of PAD_INPUTS) {
    input.set(salt, input.length - PACKET_SALT_BYTES);
    const pad = provider.hmacTagSha256(headerKey, input);
    for (let i = 0; i < pad.length && offset < header.length; i++, offset++) {
      header[offset] = (header[offset] as number) ^ (pad[i] as number);
    }
    pad.fill(0);
  }
}

/** Session binding and everything of the packet before the body. Good until the next call. */
function bodyBinding(associatedData: Uint8Array, packet: Uint8Array): Uint8Array {
  BODY_BINDING.set(associatedData, 0);
  BODY_BINDING.set(packet.subarray(0, BODY_OFFSET), KEY_BYTES);
  return BODY_BINDING;
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
  const packet = new Uint8Array(plaintext.length + PACKET_OVERHEAD_BYTES);
  packet[0] = PACKET_VERSION;
  packet.set(salt, SALT_OFFSET);
  const sealedHeader = encodeHeader(header);
  mixPad(provider, headerKey, salt, sealedHeader);
  packet.set(sealedHeader, HEADER_OFFSET);
  packet.set(commitmentTo(provider, headerKey, packet), COMMITMENT_OFFSET);
  provider.aeadSeal({
    key: messageKey,
    nonce: ZERO_NONCE,
    plaintext,
    associatedData: bodyBinding(associatedData, packet),
    output: packet.subarray(BODY_OFFSET),
  });
  return packet;
}

/** Received bytes that have the form of a packet. */
export interface Packet {
  readonly bytes: Uint8Array;
}

/** Undefined when the bytes cannot be a packet of this version. */
export function parsePacket(bytes: Uint8Array): Packet | undefined {
  return bytes.length < PACKET_OVERHEAD_BYTES || bytes[0] !== PACKET_VERSION ? undefined : { bytes };
}

/** The random bytes that its sender put into it. */
export function packetSalt({ bytes }: Packet): Uint8Array {
  return bytes.subarray(SALT_OFFSET, COMMITMENT_OFFSET);
}

/** Whether the header was sealed under this key, and nothing before the body has changed since; one HMAC. */
export function isSealedUnder(provider: CryptoProvider, { bytes }: Packet, headerKey: Uint8Array): boolean {
  const expected = commitmentTo(provider, headerKey, bytes);
  return equalSecrets(expected, bytes.subarray(COMMITMENT_OFFSET, HEADER_OFFSET));
}

/**
 * The header of a packet for which `isSealedUnder` holds with the same key.
 * @throws {DecodeError} `wrong-version` for a header that is authentic but not ours to understand
 */
export function openHeader(provider: CryptoProvider, { bytes }: Packet, headerKey: Uint8Array): RatchetHeader {
  const header = bytes.slice(HEADER_OFFSET, BODY_OFFSET);
  mixPad(provider, headerKey, bytes.subarray(SALT_OFFSET, COMMITMENT_OFFSET), header);
  return decodeHeader(header);
}

export interface OpenBodyInput {
  readonly associatedData: Uint8Array;
  readonly messageKey: Uint8Array;
  readonly packet: Packet;
}

/** @throws {VerifyError} `bad-tag` */
export function openBody(provider: CryptoProvider, input: OpenBodyInput): Uint8Array {
  const { bytes } = input.packet;
  return provider.aeadOpen({
    key: input.messageKey,
    nonce: ZERO_NONCE,
    ciphertext: bytes.subarray(BODY_OFFSET),
    associatedData: bodyBinding(input.associatedData, bytes),
  });
}
