/** The platform's own provider, chosen by the `#platform` condition of package.json: browsers. */
import { argon2id } from './argon2id.browser.ts';
import { portableProvider } from './provider.portable.ts';
import type { CryptoProvider } from './provider.ts';
import { VAULT_PARAMETERS, type VaultParameters } from './vault-file.ts';
import { webCryptoX25519 } from './x25519.webcrypto.ts';

export const platformProvider: CryptoProvider = {
  ...portableProvider,
  name: 'browser',
  x25519: webCryptoX25519,
  argon2id,
};

export const platformVaultParameters: VaultParameters = VAULT_PARAMETERS.browser;
