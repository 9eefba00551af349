/**
 * A provider whose signatures always hold, so that a search gets past them: what lies behind a signature is met by
 * whoever signed it, a malicious mailbox for one. Everything else is the real provider.
 */
import { type CryptoProvider, platformProvider } from '@sotto/crypto';

export const unsignedProvider: CryptoProvider = {
  ...platformProvider,
  ed25519: { ...platformProvider.ed25519, verify: () => true },
};
