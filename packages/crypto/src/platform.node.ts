/** The platform's own provider, chosen by the `#platform` condition of package.json: Node. */
import { VAULT_PARAMETERS, type VaultParameters } from './vault-file.ts';

export { nodeProvider as platformProvider } from './provider.node.ts';

export const platformVaultParameters: VaultParameters = VAULT_PARAMETERS.standard;
