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
/** Without a passkey, so that whoever knows no passkeys reads it; and with one. */
const VERSION = 1;
const VERSION_WITH_PASSKEY = 2;
export const PASSKEY_METHOD = 'webauthn-prf';
export const PASSKEY_INPUT_BYTES = 32;

/** The store key wrapped a second time, under what a passkey makes of `input` (specs/09 §2). */
export interface VaultPasskey {
  /** 1 … MAX_PASSKEY_ID_BYTES; what the authenticator calls the passkey. */
  readonly credentialId: Uint8Array;
  /** 32 random bytes. */
  readonly input: Uint8Array;
  /** 48 bytes. */
  readonly sealedStoreKey: Uint8Array;
}

export interface Vault {
  readonly parameters: VaultParameters;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** 48 bytes. */
  readonly sealedStoreKey: Uint8Array;
  /** A second way to the store key. */
  readonly passkey?: VaultPasskey;
}

/** JSON text with a version; holds no secret that the passphrase, or the passkey, does not protect. */
export function encodeVault({ parameters, salt, sealedStoreKey, passkey }: Vault): string {
  const { memoryKiB, passes, parallelism } = parameters;
  const fields = {
    version: passkey === undefined ? VERSION : VERSION_WITH_PASSKEY,
    kdf: 'argon2id',
    memoryKiB,
    passes,
    parallelism,
    salt: formatHex(salt),
    sealedStoreKey: formatHex(sealedStoreKey),
    ...(passkey === undefined ? {} : { passkey: passkeyFields(passkey) }),
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function passkeyFields({ credentialId, input, sealedStoreKey }: VaultPasskey) {
  return {
    method: PASSKEY_METHOD,
    credentialId: formatHex(credentialId),
    input: formatHex(input),
    sealedStoreKey: formatHex(sealedStoreKey),
  };
}

/**
 * @throws {DecodeError} `malformed`, `wrong-version`, `wrong-length`, `not-canonical`
 * @throws {LimitError} `too-large` for parameters that would cost more than the bounds allow
 */
export function decodeVault(text: string): Vault {
  if (text.length > LIMITS.MAX_VAULT_BYTES) throw new LimitError('too-large', 'vault file');
  const fields = parseObject(text);
  const version = fields['version'];
  if (version !== VERSION && version !== VERSION_WITH_PASSKEY) throw new DecodeError('wrong-version', 'vault version');
  if (fields['kdf'] !== 'argon2id') throw new DecodeError('malformed', 'vault key derivation');
  const parallelism = readCount(fields, 'parallelism', { least: 1, most: LIMITS.MAX_VAULT_PARALLELISM });
  const passes = readCount(fields, 'passes', { least: 1, most: LIMITS.MAX_VAULT_PASSES });
  const memoryKiB = readCount(fields, 'memoryKiB', { least: 8 * parallelism, most: LIMITS.MAX_VAULT_MEMORY_KIB });
  const salt = readBytes(fields, 'salt', VAULT_SALT_BYTES);
  const sealedStoreKey = readBytes(fields, 'sealedStoreKey', SEALED_STORE_KEY_BYTES);
  const passkey = version === VERSION_WITH_PASSKEY ? { passkey: readPasskey(fields['passkey']) } : {};
  const vault = { parameters: { memoryKiB, passes, parallelism }, salt, sealedStoreKey, ...passkey };
  if (encodeVault(vault) !== text) throw new DecodeError('not-canonical', 'vault file');
  return vault;
}

function readPasskey(value: unknown): VaultPasskey {
  const fields = requireObject(value);
  if (fields['method'] !== PASSKEY_METHOD) throw new DecodeError('malformed', 'vault passkey method');
  const credentialId = readHex(fields, 'credentialId');
  if (credentialId.length === 0 || credentialId.length > LIMITS.MAX_PASSKEY_ID_BYTES) {
    throw new DecodeError('wrong-length', 'vault credentialId');
  }
  const input = readBytes(fields, 'input', PASSKEY_INPUT_BYTES);
  return { credentialId, input, sealedStoreKey: readBytes(fields, 'sealedStoreKey', SEALED_STORE_KEY_BYTES) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's error is not kept as the cause: it quotes its input.
    throw new DecodeError('malformed', 'vault is not JSON');
  }
  return requireObject(value);
}

function requireObject(value: unknown): Readonly<Record<string, unknown>> {
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
  if (value > most) throw new LimitError('too-large', `vault ${name}`, { facts: { most } });
  return value;
}

function readHex(fields: Readonly<Record<string, unknown>>, name: string): Uint8Array {
  const value = fields[name];
  if (typeof value !== 'string') throw new DecodeError('malformed', `vault ${name}`);
  return parseHex(value);
}

function readBytes(fields: Readonly<Record<string, unknown>>, name: string, length: number): Uint8Array {
  const bytes = readHex(fields, name);
  if (bytes.length !== length) throw new DecodeError('wrong-length', `vault ${name}`);
  return bytes;
}
