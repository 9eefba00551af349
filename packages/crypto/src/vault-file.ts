/**
 * The text form of a vault, and the bounds on what a file may ask for (specs/09 §2).
 *
 * The parameters come from a file that somebody may have changed: they are bounded before any memory is taken.
 */
import { DecodeError, formatHex, LIMITS, LimitError, parseHex } from '@sotto/wire';
import { AEAD_TAG_BYTES, KEY_BYTES } from './key-lengths.ts';

/** The cost of trying one passphrase with Argon2id (RFC 9106). */
export interface VaultParameters {
  /** 8 per lane … MAX_VAULT_MEMORY_KIB. */
  readonly memoryKiB: number;
  /** 1 … MAX_VAULT_PASSES. */
  readonly passes: number;
  /** 1 … MAX_VAULT_PARALLELISM. */
  readonly parallelism: number;
}

export const VAULT_PARAMETERS: {
  readonly standard: VaultParameters;
  readonly browser: VaultParameters;
  readonly unsafeTestParameters: VaultParameters;
} = {
  /** Half a second on a desktop machine. */
  standard: { memoryKiB: 262_144, passes: 3, parallelism: 4 },
  /** For JavaScript without native Argon2. */
  browser: { memoryKiB: 65_536, passes: 3, parallelism: 1 },
  /** Protects nothing: for tests only. */
  unsafeTestParameters: { memoryKiB: 64, passes: 1, parallelism: 1 },
};

export const VAULT_SALT_BYTES = 16;
const SEALED_STORE_KEY_BYTES = KEY_BYTES + AEAD_TAG_BYTES;
const VAULT_VERSION = 1;

export interface Vault {
  readonly parameters: VaultParameters;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** 48 bytes. */
  readonly sealedStoreKey: Uint8Array;
}

/** JSON text with a version; holds no secret that the passphrase does not protect. */
export function encodeVault({ parameters, salt, sealedStoreKey }: Vault): string {
  const { memoryKiB, passes, parallelism } = parameters;
  const fields = {
    version: VAULT_VERSION,
    kdf: 'argon2id',
    memoryKiB,
    passes,
    parallelism,
    salt: formatHex(salt),
    sealedStoreKey: formatHex(sealedStoreKey),
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/**
 * @throws {DecodeError} `malformed`, `wrong-version`, `wrong-length`, `not-canonical`
 * @throws {LimitError} `too-large` for parameters that would cost more than the bounds allow
 */
export function decodeVault(text: string): Vault {
  if (text.length > LIMITS.MAX_VAULT_BYTES) throw new LimitError('too-large', 'vault file');
  const fields = parseObject(text);
  if (fields['version'] !== VAULT_VERSION) throw new DecodeError('wrong-version', 'vault version');
  if (fields['kdf'] !== 'argon2id') throw new DecodeError('malformed', 'vault key derivation');
  const parallelism = readCount(fields, 'parallelism', { least: 1, most: LIMITS.MAX_VAULT_PARALLELISM });
  const passes = readCount(fields, 'passes', { least: 1, most: LIMITS.MAX_VAULT_PASSES });
  const memoryKiB = readCount(fields, 'memoryKiB', { least: 8 * parallelism, most: LIMITS.MAX_VAULT_MEMORY_KIB });
  const salt = readBytes(fields, 'salt', VAULT_SALT_BYTES);
  const sealedStoreKey = readBytes(fields, 'sealedStoreKey', SEALED_STORE_KEY_BYTES);
  const vault = { parameters: { memoryKiB, passes, parallelism }, salt, sealedStoreKey };
  if (encodeVault(vault) !== text) throw new DecodeError('not-canonical', 'vault file');
  return vault;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's error is not kept as the cause: it quotes its input.
    throw new DecodeError('malformed', 'vault is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new DecodeError('malformed', 'vault is not an object');
  return value as Record<string, unknown>;
}

function readCount(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw new DecodeError('malformed', `vault ${name}`);
  }
  if (value > most) throw new LimitError('too-large', `vault ${name}`, { facts: { value, most } });
  return value;
}

function readBytes(fields: Readonly<Record<string, unknown>>, name: string, length: number): Uint8Array {
  const value = fields[name];
  if (typeof value !== 'string') throw new DecodeError('malformed', `vault ${name}`);
  const bytes = parseHex(value);
  if (bytes.length !== length) throw new DecodeError('wrong-length', `vault ${name}`);
  return bytes;
}
