/**
 * The ways to the store key of a home: the passphrase, or a passkey (specs/09 §2).
 *
 * Owns which of them is taken. Must not know: where the vault lies, how an authenticator is asked.
 */
import {
  addPasskey,
  openVault,
  openVaultByPasskey,
  type PasskeyEnrolment,
  removePasskey,
  type Secret,
  type Vault,
  type VaultPasskey,
} from '@sotto/crypto';
import { UsageError } from '@sotto/wire';
import { vaultProvider as provider } from '#vault-cost';

/** Asks the authenticator: 32 bytes for the input of this passkey. */
export type AskPasskey = (passkey: Pick<VaultPasskey, 'credentialId' | 'input'>) => Promise<Uint8Array>;

/** Makes a new passkey and asks it for its key. */
export type EnrolPasskey = () => Promise<PasskeyEnrolment>;

export type Unlock =
  | { readonly passphrase: string; readonly passkey?: never }
  | { readonly passkey: AskPasskey; readonly passphrase?: never };

/**
 * @throws {VerifyError} `wrong-passphrase`, `bad-key`
 * @throws {UsageError} `invalid-argument` when a passkey is to open a vault that has none
 */
export async function unlock(vault: Vault, how: Unlock): Promise<Secret> {
  if (how.passphrase !== undefined) return await openVault({ vault, passphrase: how.passphrase, provider });
  if (vault.passkey === undefined) {
    throw new UsageError('invalid-argument', 'no passkey opens this account', { hint: 'Use the passphrase.' });
  }
  const output = await how.passkey(vault.passkey);
  try {
    return openVaultByPasskey({ vault, output });
  } finally {
    output.fill(0);
  }
}

/**
 * Wipes what the authenticator answered. Nothing is made for a wrong passphrase: nobody takes a passkey out of an
 * authenticator again but the person.
 * @throws {VerifyError} `wrong-passphrase`
 */
export async function withPasskey(
  vault: Vault,
  { passphrase, passkey: enrol }: { readonly passphrase: string; readonly passkey: EnrolPasskey },
): Promise<Vault> {
  const storeKey = await openVault({ vault, passphrase, provider });
  try {
    const passkey = await enrol();
    try {
      return addPasskey({ vault, storeKey, passkey });
    } finally {
      passkey.output.fill(0);
    }
  } finally {
    storeKey.wipe();
  }
}

export function withoutPasskey(vault: Vault): Vault {
  return removePasskey(vault);
}
