/** The platform's own provider and randomness, chosen by the `#platform` condition of package.json: browsers. */

import { portableProvider } from './provider.portable.ts';
import type { CryptoProvider } from './provider.ts';
import { webCryptoX25519 } from './x25519.webcrypto.ts';

export { platformRandom } from './platform-random.browser.ts';

export const platformProvider: CryptoProvider = { ...portableProvider, name: 'browser', x25519: webCryptoX25519 };
