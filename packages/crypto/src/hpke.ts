/**
 * HPKE (RFC 9180), base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
 *
 * Owns the RFC's key schedule, step by step. Must not know: what is sealed and for whom.
 */
import { concatBytes, encodeUtf8, VerifyError } from '@sotto/wire';
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider, X25519KeyPair } from './provider.ts';

const EMPTY = new Uint8Array(0);
const MODE_BASE = 0x00;
const KEM_SUITE = concatBytes(encodeUtf8('KEM'), Uint8Array.of(0x00, 0x20));
const HPKE_SUITE = concatBytes(encodeUtf8('HPKE'), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x03));
const VERSION = encodeUtf8('HPKE-v1');

/** Bytes that sealing adds to a plaintext. */
export const HPKE_OVERHEAD_BYTES: number = KEY_BYTES + AEAD_TAG_BYTES;

interface Labelled {
  readonly suite: Uint8Array;
  readonly label: string;
}

// RFC 9180 §4: LabeledExtract. HKDF-Extract is HMAC(salt, input).
function labelledExtract(provider: CryptoProvider, salt: Uint8Array, { suite, label }: Labelled, input: Uint8Array) {
  const labelled = concatBytes(VERSION, suite, encodeUtf8(label), input);
  const extracted = provider.hmacSha256(salt, labelled);
  labelled.fill(0);
  return extracted;
}

// RFC 9180 §4: LabeledExpand, for outputs of at most one HMAC block.
function labelledExpand(
  provider: CryptoProvider,
  pseudoRandomKey: Uint8Array,
  { suite, label }: Labelled,
  { info, length }: { readonly info: Uint8Array; readonly length: number },
): Uint8Array {
  const labelledInfo = concatBytes(Uint8Array.of(0, length), VERSION, suite, encodeUtf8(label), info);
  return provider.hmacSha256(pseudoRandomKey, concatBytes(labelledInfo, Uint8Array.of(1))).subarray(0, length);
}

// RFC 9180 §4.1: ExtractAndExpand. Takes over and wipes what was agreed.
function kemSecret(provider: CryptoProvider, agreed: Uint8Array, kemContext: Uint8Array): Uint8Array {
  const extracted = labelledExtract(provider, EMPTY, { suite: KEM_SUITE, label: 'eae_prk' }, agreed);
  agreed.fill(0);
  const label = { suite: KEM_SUITE, label: 'shared_secret' };
  const secret = labelledExpand(provider, extracted, label, { info: kemContext, length: KEY_BYTES });
  extracted.fill(0);
  return secret;
}

// RFC 9180 §5.1: KeySchedule with mode_base, no PSK. Takes over and wipes the shared secret.
function keySchedule(provider: CryptoProvider, sharedSecret: Uint8Array, info: Uint8Array) {
  const idHash = labelledExtract(provider, EMPTY, { suite: HPKE_SUITE, label: 'psk_id_hash' }, EMPTY);
  const infoHash = labelledExtract(provider, EMPTY, { suite: HPKE_SUITE, label: 'info_hash' }, info);
  const context = concatBytes(Uint8Array.of(MODE_BASE), idHash, infoHash);
  const secret = labelledExtract(provider, sharedSecret, { suite: HPKE_SUITE, label: 'secret' }, EMPTY);
  sharedSecret.fill(0);
  const expand = (label: string, length: number) =>
    labelledExpand(provider, secret, { suite: HPKE_SUITE, label }, { info: context, length });
  const keys = { key: expand('key', KEY_BYTES), nonce: expand('base_nonce', AEAD_NONCE_BYTES) };
  secret.fill(0);
  return keys;
}

export interface HpkeSealInput {
  readonly recipientKey: Uint8Array;
  /** A key pair that is used for this one message. */
  readonly ephemeral: X25519KeyPair;
  readonly info: Uint8Array;
  readonly associatedData: Uint8Array;
  readonly plaintext: Uint8Array;
}

/** Encapsulated key (32 bytes) || ciphertext. @throws {VerifyError} `bad-key` */
export async function hpkeSeal(provider: CryptoProvider, input: HpkeSealInput): Promise<Uint8Array> {
  const { recipientKey, ephemeral, info, associatedData, plaintext } = input;
  const agreed = await provider.x25519.agree(ephemeral, recipientKey);
  const sharedSecret = kemSecret(provider, agreed, concatBytes(ephemeral.publicKey, recipientKey));
  const { key, nonce } = keySchedule(provider, sharedSecret, info);
  const ciphertext = provider.aeadSeal({ key, nonce, plaintext, associatedData });
  key.fill(0);
  return concatBytes(ephemeral.publicKey, ciphertext);
}

export interface HpkeOpenInput {
  readonly recipient: X25519KeyPair;
  readonly sealed: Uint8Array;
  readonly info: Uint8Array;
  readonly associatedData: Uint8Array;
}

/** @throws {VerifyError} `bad-tag`, `bad-key` */
export async function hpkeOpen(provider: CryptoProvider, input: HpkeOpenInput): Promise<Uint8Array> {
  const { recipient, sealed, info, associatedData } = input;
  if (sealed.length < HPKE_OVERHEAD_BYTES) throw new VerifyError('bad-tag', 'authentication failed');
  const encapsulated = sealed.subarray(0, KEY_BYTES);
  const agreed = await provider.x25519.agree(recipient, encapsulated);
  const sharedSecret = kemSecret(provider, agreed, concatBytes(encapsulated, recipient.publicKey));
  const { key, nonce } = keySchedule(provider, sharedSecret, info);
  try {
    return provider.aeadOpen({ key, nonce, ciphertext: sealed.subarray(KEY_BYTES), associatedData });
  } finally {
    key.fill(0);
  }
}
