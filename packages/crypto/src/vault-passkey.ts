/**
 * A passkey as a second way to the store key: the vault holds it wrapped once more, under what the authenticator makes
 * of a random input (WebAuthn extension `prf`, specs/09 §2).
 *
 * Owns the wrapping. Must not know: how an authenticator is asked.
 */
import { encodeCanonical, LABELS, LIMITS, UsageError, VerifyError } from '@sotto/wire';
import { platformProvider } from '#platform';
import { AEAD_NONCE_BYTES, KEY_BYTES, requireLength } from './key-lengths.ts';
import type { CryptoProvider, ProviderOption } from './provider.ts';
import { Secret } from './secret.ts';
import { PASSKEY_INPUT_BYTES, PASSKEY_METHOD, type Vault, type VaultPasskey } from './vault-file.ts';

// Input and output belong to one enrolment, and the key that they give seals one store key: it is used once.
const ZERO_NONCE = new Uint8Array(AEAD_NONCE_BYTES);
const NO_SALT = new Uint8Array(0);

/** What an authenticator answered for a new passkey. */
export interface PasskeyEnrolment {
  readonly credentialId: Uint8Array;
  /** 32 bytes, drawn for this passkey. */
  readonly input: Uint8Array;
  /** 32 bytes. Secret; the caller wipes it. */
  readonly output: Uint8Array;
}

export interface AddPasskeyOptions extends ProviderOption {
  readonly vault: Vault;
  readonly storeKey: Secret;
  readonly passkey: PasskeyEnrolment;
}

export interface OpenVaultByPasskeyOptions extends ProviderOption {
  readonly vault: Vault;
  /** 32 bytes: what the authenticator makes of the input of the vault's passkey. The caller wipes it. */
  readonly output: Uint8Array;
}

/**
 * The vault with this passkey in place of any other; the passphrase stays.
 * @throws {UsageError} `invalid-argument` for an id, an input or an output of another length
 */
export function addPasskey({ vault, storeKey, passkey, provider = platformProvider }: AddPasskeyOptions): Vault {
  const { credentialId, input, output } = passkey;
  if (credentialId.length === 0 || credentialId.length > LIMITS.MAX_PASSKEY_ID_BYTES) {
    throw new UsageError('invalid-argument', 'passkey id', { facts: { length: credentialId.length } });
  }
  requireLength(input, PASSKEY_INPUT_BYTES, 'passkey input');
  const associatedData = boundTo(passkey);
  const key = wrappingKey(provider, output, associatedData);
  const sealedStoreKey = provider.aeadSeal({ key, nonce: ZERO_NONCE, plaintext: storeKey.bytes, associatedData });
  key.fill(0);
  return { ...vault, passkey: { credentialId: credentialId.slice(), input: input.slice(), sealedStoreKey } };
}

/** The vault without its passkey. */
export function removePasskey({ parameters, salt, sealedStoreKey }: Vault): Vault {
  return { parameters, salt, sealedStoreKey };
}

/**
 * The store key.
 * @throws {VerifyError} `bad-key` for another passkey, also when the vault has been changed
 * @throws {UsageError} `invalid-argument` for a vault without one
 */
export function openVaultByPasskey({
  vault: { passkey },
  output,
  provider = platformProvider,
}: OpenVaultByPasskeyOptions): Secret {
  if (passkey === undefined) throw new UsageError('invalid-argument', 'this vault has no passkey');
  const associatedData = boundTo(passkey);
  const key = wrappingKey(provider, output, associatedData);
  try {
    const ciphertext = passkey.sealedStoreKey;
    return new Secret(provider.aeadOpen({ key, nonce: ZERO_NONCE, ciphertext, associatedData }));
  } catch (cause) {
    throw new VerifyError('bad-key', 'this passkey does not open the vault', { cause, hint: 'Use the passphrase.' });
  } finally {
    key.fill(0);
  }
}

function boundTo({ credentialId, input }: Pick<VaultPasskey, 'credentialId' | 'input'>): Uint8Array {
  return encodeCanonical(LABELS.vaultPasskey, PASSKEY_METHOD, credentialId, input);
}

function wrappingKey(provider: CryptoProvider, output: Uint8Array, info: Uint8Array): Uint8Array {
  requireLength(output, KEY_BYTES, 'passkey output');
  return provider.hkdfSha256({ secret: output, salt: NO_SALT, info, length: KEY_BYTES });
}
