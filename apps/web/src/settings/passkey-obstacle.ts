/** Why there can be no passkey here, as a message of the catalogue; `undefined` where there can. */

const ADDRESS_IN_NUMBERS = /^(\d{1,3}(\.\d{1,3}){3}|\[.*\])$/;

export function passkeyObstacle(): 'settings.passkey.none' | 'settings.passkey.host' | undefined {
  if (!('PublicKeyCredential' in globalThis)) return 'settings.passkey.none';
  return ADDRESS_IN_NUMBERS.test(location.hostname) ? 'settings.passkey.host' : undefined;
}
