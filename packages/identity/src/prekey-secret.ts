/**
 * The secret halves of prekeys as bytes of a `PrekeyRecord` (specs/02 §2): version (1 byte), then the X25519 secret
 * (32 bytes), the ML-KEM-1024 seed (64 bytes), or both in this order.
 *
 * Owns the layout. Must not know: where records are kept, when they are deleted.
 */
import {
  identityKeyPair,
  type OurKemPrekey,
  type OurOneTimePrekey,
  type OurSignedPrekey,
  platformProvider,
} from '@sotto/crypto';
import type { PrekeyRecord } from '@sotto/ports';
import { concatBytes, DecodeError, UsageError } from '@sotto/wire';

const FORMAT_VERSION = 1;
export const X25519_SECRET_BYTES = 32;
export const KEM_SEED_BYTES = 64;

export function encodePrekeySecret(...secrets: readonly Uint8Array[]): Uint8Array {
  return concatBytes(Uint8Array.of(FORMAT_VERSION), ...secrets);
}

/** What `accept` needs. @throws {DecodeError} `wrong-version`, `wrong-length` @throws {UsageError} for another kind */
export async function decodeSignedPrekey(record: PrekeyRecord): Promise<OurSignedPrekey> {
  const secret = secretOf(record, 'signed', X25519_SECRET_BYTES);
  return { id: record.id, pair: await identityKeyPair(secret) };
}

/** What `accept` needs. @throws {DecodeError} `wrong-version`, `wrong-length` @throws {UsageError} for another kind */
export function decodeKemPrekey(record: PrekeyRecord): OurKemPrekey {
  const { publicKey, seed } = platformProvider.mlKem1024.keyPair(secretOf(record, 'kem', KEM_SEED_BYTES));
  return { id: record.id, seed, publicKey };
}

/** What `accept` needs. @throws {DecodeError} `wrong-version`, `wrong-length` @throws {UsageError} for another kind */
export async function decodeOneTimePrekey(record: PrekeyRecord): Promise<OurOneTimePrekey> {
  const secret = secretOf(record, 'one-time', X25519_SECRET_BYTES + KEM_SEED_BYTES);
  const pair = await identityKeyPair(secret.subarray(0, X25519_SECRET_BYTES));
  const kem = platformProvider.mlKem1024.keyPair(secret.subarray(X25519_SECRET_BYTES));
  return { id: record.id, pair, kemSeed: kem.seed, kemPublicKey: kem.publicKey };
}

function secretOf({ kind, secret }: PrekeyRecord, expected: PrekeyRecord['kind'], length: number): Uint8Array {
  if (kind !== expected) throw new UsageError('invalid-argument', 'prekey of another kind');
  if (secret[0] !== FORMAT_VERSION) throw new DecodeError('wrong-version', 'prekey secret of another version');
  if (secret.length !== 1 + length) throw new DecodeError('wrong-length', 'prekey secret of the wrong length');
  return secret.subarray(1);
}
