/**
 * The vault: a random store key, wrapped by a key from the passphrase (specs/09 §2).
 *
 * Owns the key that everything at rest is sealed under. Must not know: where the vault file lies, what is stored. A
 * change of passphrase wraps the same store key again, so nothing at rest is re-encrypted.
 */

import { encodeCanonical, encodeUtf8, LABELS, UsageError, VerifyError } from '@sotto/wire';
import { platformProvider } from '#platform';
import { AEAD_NONCE_BYTES, KEY_BYTES } from './key-lengths.ts';
import type { CryptoProvider, ProviderOption, RandomBytes } from './provider.ts';
import { drawBytes } from './random-bytes.ts';
import { Secret } from './secret.ts';
import { VAULT_PARAMETERS, VAULT_SALT_BYTES, type Vault, type VaultParameters } from './vault-file.ts';

// The wrapping key belongs to one fresh salt and seals one store key: it is used once.
const ZERO_NONCE = new Uint8Array(AEAD_NONCE_BYTES);

export interface CreateVaultOptions extends ProviderOption {
  readonly passphrase: string;
  /** VAULT_PARAMETERS.standard unless given. */
  readonly parameters?: VaultParameters;
  readonly random: RandomBytes;
}

export interface OpenVaultOptions extends ProviderOption {
  readonly vault: Vault;
  readonly passphrase: string;
}

export interface ChangePassphraseOptions extends OpenVaultOptions {
  readonly newPassphrase: string;
  /** Those of the vault unless given. */
  readonly parameters?: VaultParameters;
  readonly random: RandomBytes;
}

interface WrapInput {
  readonly passphrase: string;
  readonly parameters: VaultParameters;
  readonly salt: Uint8Array;
}

async function wrappingKey(provider: CryptoProvider, { passphrase, parameters, salt }: WrapInput) {
  // The same words typed on another system may arrive as other code points.
  const password = encodeUtf8(passphrase.normalize('NFKC'));
  if (password.length === 0) throw new UsageError('invalid-argument', 'passphrase is empty');
  const key = await provider.argon2id({ password, salt, ...parameters, length: KEY_BYTES });
  password.fill(0);
  return key;
}

function associatedDataOf({ parameters, salt }: Pick<Vault, 'parameters' | 'salt'>): Uint8Array {
  const { memoryKiB, passes, parallelism } = parameters;
  return encodeCanonical(LABELS.vaultWrap, 'argon2id', memoryKiB, passes, parallelism, salt);
}

async function wrap(provider: CryptoProvider, storeKey: Uint8Array, input: WrapInput): Promise<Vault> {
  const key = await wrappingKey(provider, input);
  const { parameters, salt } = input;
  const associatedData = associatedDataOf(input);
  const sealedStoreKey = provider.aeadSeal({ key, nonce: ZERO_NONCE, plaintext: storeKey, associatedData });
  key.fill(0);
  return { parameters, salt, sealedStoreKey };
}

/** A new vault and its store key (32 bytes). @throws {UsageError} `invalid-argument` for an empty passphrase */
export async function createVault(
  options: CreateVaultOptions,
): Promise<{ readonly vault: Vault; readonly storeKey: Secret }> {
  const { passphrase, parameters = VAULT_PARAMETERS.standard, random, provider = platformProvider } = options;
  const storeKey = drawBytes(random, KEY_BYTES);
  const salt = drawBytes(random, VAULT_SALT_BYTES);
  const vault = await wrap(provider, storeKey, { passphrase, parameters, salt });
  return { vault, storeKey: new Secret(storeKey) };
}

/** The store key. @throws {VerifyError} `wrong-passphrase`, also when the vault has been changed */
export async function openVault(options: OpenVaultOptions): Promise<Secret> {
  const { vault, passphrase, provider = platformProvider } = options;
  const { parameters, salt, sealedStoreKey } = vault;
  const key = await wrappingKey(provider, { passphrase, parameters, salt });
  const associatedData = associatedDataOf(vault);
  try {
    return new Secret(provider.aeadOpen({ key, nonce: ZERO_NONCE, ciphertext: sealedStoreKey, associatedData }));
  } catch (cause) {
    throw new VerifyError('wrong-passphrase', 'wrong passphrase', {
      cause,
      hint: 'Type the passphrase again. It cannot be reset.',
    });
  } finally {
    key.fill(0);
  }
}

/** The same store key under another passphrase; a passkey keeps its way to it. @throws {VerifyError} `wrong-passphrase` */
export async function changePassphrase(options: ChangePassphraseOptions): Promise<Vault> {
  const { vault, newPassphrase, parameters = vault.parameters, random, provider = platformProvider } = options;
  const storeKey = await openVault(options);
  try {
    const salt = drawBytes(random, VAULT_SALT_BYTES);
    const changed = await wrap(provider, storeKey.bytes, { passphrase: newPassphrase, parameters, salt });
    return vault.passkey === undefined ? changed : { ...changed, passkey: vault.passkey };
  } finally {
    storeKey.wipe();
  }
}
