/** HPKE of RFC 9180, base mode, one message, one suite; and sealing to a stranger with it (specs/03 §6). */

import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { agree, type KeyPair } from './agreement.ts';
import { join, number, text } from './bytes.ts';
import { canonical } from './canonical.ts';
import { demand, orRefuse } from './refusal.ts';
import { label } from './spec-tables.ts';

const KEM_SUITE = join(text('KEM'), number(0x0020, 2));
const HPKE_SUITE = join(text('HPKE'), number(0x0020, 2), number(0x0001, 2), number(0x0003, 2));
const EMPTY = new Uint8Array(0);

interface Labelled {
  readonly suite: Uint8Array;
  readonly name: string;
}

function labelledExtract({ suite, name }: Labelled, salt: Uint8Array, secret: Uint8Array): Uint8Array {
  return extract(sha256, join(text('HPKE-v1'), suite, text(name), secret), salt);
}

function labelledExpand({ suite, name }: Labelled, key: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return expand(sha256, key, join(number(length, 2), text('HPKE-v1'), suite, text(name), info), length);
}

interface Context {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

/** RFC 9180 §4.1 (ExtractAndExpand) and §5.1 (KeySchedule, mode 0). */
function context(agreement: Uint8Array, kemContext: Uint8Array, info: Uint8Array): Context {
  const extracted = labelledExtract({ suite: KEM_SUITE, name: 'eae_prk' }, EMPTY, agreement);
  const shared = labelledExpand({ suite: KEM_SUITE, name: 'shared_secret' }, extracted, kemContext, 32);
  const suite = HPKE_SUITE;
  const pskId = labelledExtract({ suite, name: 'psk_id_hash' }, EMPTY, EMPTY);
  const infoHash = labelledExtract({ suite, name: 'info_hash' }, EMPTY, info);
  const schedule = join(Uint8Array.of(0), pskId, infoHash);
  const secret = labelledExtract({ suite, name: 'secret' }, shared, EMPTY);
  return {
    key: labelledExpand({ suite, name: 'key' }, secret, schedule, 32),
    nonce: labelledExpand({ suite, name: 'base_nonce' }, secret, schedule, 12),
  };
}

export interface Purpose {
  readonly info: Uint8Array;
  readonly associatedData: Uint8Array;
}

/** Encapsulated key, then ciphertext. `ephemeral` is the sender's key pair for this one message. */
export function sealBase(
  recipient: Uint8Array,
  ephemeral: KeyPair,
  purpose: Purpose,
  plaintext: Uint8Array,
): Uint8Array {
  const { publicKey } = ephemeral;
  const { key, nonce } = context(agree(ephemeral.secretKey, recipient), join(publicKey, recipient), purpose.info);
  return join(publicKey, chacha20poly1305(key, nonce, purpose.associatedData).encrypt(plaintext));
}

/** @throws `bad-key`, `bad-tag` */
export function openBase(recipient: KeyPair, purpose: Purpose, sealed: Uint8Array): Uint8Array {
  demand(sealed.length >= 32 + 16, 'wrong-length');
  const publicKey = sealed.slice(0, 32);
  const kemContext = join(publicKey, recipient.publicKey);
  const { key, nonce } = context(agree(recipient.secretKey, publicKey), kemContext, purpose.info);
  return orRefuse('bad-tag', () => chacha20poly1305(key, nonce, purpose.associatedData).decrypt(sealed.slice(32)));
}

/** What an introduction on `topic` is sealed for. */
export function introductionPurpose(topic: Uint8Array): Purpose {
  return { info: canonical('sealToStranger'), associatedData: join(text(label('sealToStranger')), topic) };
}
