/**
 * The shared secret of PQXDH and the first keys of the Double Ratchet (Signal's specification, revision 3, §2.2 and §3;
 * specs/03 §4).
 */
import { concatBytes, encodeCanonical, LABELS } from '@sotto/wire';
import { KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider, X25519KeyPair } from './provider.ts';
import { splitThreeKeys } from './root-chain.ts';

// §2.2: 32 bytes 0xFF before the key material, a zero salt, and an info that names every primitive.
const PREFIX = new Uint8Array(32).fill(0xff);
const ZERO_SALT = new Uint8Array(32);

/** Our key pair and their public key. */
export type Agreement = readonly [X25519KeyPair, Uint8Array];

export interface PqxdhSecretInput {
  /** DH1, DH2, DH3 and, with a one-time prekey, DH4. */
  readonly agreements: readonly Agreement[];
  /** Taken over and wiped. */
  readonly kemSecret: Uint8Array;
  /** Hash of everything both sides agree on: another transcript gives other keys. */
  readonly transcriptHash: Uint8Array;
}

export interface FirstKeys {
  readonly rootKey: Uint8Array;
  /** Header key of the initiator's first chain. */
  readonly initiatorHeaderKey: Uint8Array;
  /** Header key of the recipient's first chain. */
  readonly recipientHeaderKey: Uint8Array;
}

/** @throws {VerifyError} `bad-key` when an agreement refuses a key */
export async function deriveFirstKeys(provider: CryptoProvider, input: PqxdhSecretInput): Promise<FirstKeys> {
  const secrets: Uint8Array[] = [];
  for (const [ours, theirs] of input.agreements) secrets.push(await provider.x25519.agree(ours, theirs));
  secrets.push(input.kemSecret);
  const secret = concatBytes(PREFIX, ...secrets);
  for (const each of secrets) each.fill(0);
  const info = encodeCanonical(LABELS.pqxdhSecret, 'X25519', 'SHA-256', 'ML-KEM-1024', input.transcriptHash);
  const derived = provider.hkdfSha256({ secret, salt: ZERO_SALT, info, length: 3 * KEY_BYTES });
  secret.fill(0);
  const [rootKey, initiatorHeaderKey, recipientHeaderKey] = splitThreeKeys(derived);
  return { rootKey, initiatorHeaderKey, recipientHeaderKey };
}
