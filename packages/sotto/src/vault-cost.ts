/** What trying a passphrase costs on Node, and who computes it: native Argon2 on threads of its own. */
import { type CryptoProvider, platformProvider, VAULT_PARAMETERS, type VaultParameters } from '@sotto/crypto';

export const vaultProvider: CryptoProvider = platformProvider;
export const vaultParameters: VaultParameters = VAULT_PARAMETERS.standard;
