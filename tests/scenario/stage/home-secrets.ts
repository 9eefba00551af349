/** What a closed home keeps sealed, taken out with its passphrase: the values that a story then looks for elsewhere. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSession, decodeVault, openVault } from '@sotto/crypto';
import { decodeDeviceKeys } from '@sotto/identity';
import { openMessageStore } from '@sotto/storage';
import { systemClock, systemRandom } from 'sotto';
import type { Needle } from './needles.ts';

export interface HomeSecrets {
  /** Nobody but this process may ever have them. */
  readonly keys: readonly Needle[];
  /** Mailboxes serve them; no log and no figure may name them. */
  readonly topics: readonly Needle[];
  /** Public keys that mailboxes were told: whoever looks for secrets must at least find these there. */
  readonly published: readonly Needle[];
  /** Whom this home knows: accounts and devices. */
  readonly ids: readonly Needle[];
}

/** Where the keys of a topic begin in its credentials, 32 bytes each. */
const CREDENTIALS = { readPublic: 17, readSecret: 49, writePublic: 81, writeSecret: 113 } as const;

function credential(credentials: Uint8Array, part: keyof typeof CREDENTIALS): Needle {
  const start = CREDENTIALS[part];
  return { name: `${part} key of a topic`, value: credentials.slice(start, start + 32) };
}

export async function homeSecrets(home: string, passphrase: string, owner: string): Promise<HomeSecrets> {
  const vault = decodeVault(await readFile(join(home, 'vault.json'), 'utf8'));
  const storeKey = await openVault({ vault, passphrase });
  const store = await openMessageStore({
    path: join(home, 'sotto.db'),
    storeKey,
    clock: systemClock,
    random: systemRandom,
  });
  try {
    const deviceKeys = await decodeDeviceKeys((await store.setting('device-keys')) ?? new Uint8Array());
    const topics = await store.topics();
    const [contact] = await store.contacts();
    const devices = contact ? await store.peerDevices(contact.accountId) : [];
    const sessions = (
      await Promise.all(devices.map(({ accountId, deviceId }) => store.sessions(accountId, deviceId)))
    ).flat();
    const keys: Needle[] = [
      { name: 'store key', value: Uint8Array.from(storeKey.bytes) },
      { name: 'signing key', value: deviceKeys.signingKey.secretKey },
      { name: 'identity key', value: deviceKeys.identityKey.secretKey },
      { name: 'peer key', value: (await store.setting('peer-seed')) ?? new Uint8Array() },
      ...topics.map(({ credentials }) => credential(credentials, 'readSecret')),
      // A contact is given the key to write to it; that of the topic for strangers stands in the bundle.
      ...topics
        .filter(({ purpose }) => purpose === 'peer')
        .map(({ credentials }) => credential(credentials, 'writeSecret')),
      ...sessions.flatMap(({ state }) => {
        const { rootKey, ratchetKey, sending } = decodeSession(state);
        return [
          { name: 'root key', value: rootKey },
          { name: 'ratchet key', value: ratchetKey.secretKey },
          { name: 'chain key', value: sending.chainKey },
          { name: 'header key', value: sending.headerKey },
        ];
      }),
    ];
    return {
      keys: keys.map(({ name, value }) => ({ name: `${name} of ${owner}`, value })),
      published: topics.flatMap(({ credentials }) => [
        credential(credentials, 'readPublic'),
        credential(credentials, 'writePublic'),
      ]),
      topics: topics.map(({ topic }) => ({ name: `topic of ${owner}`, value: topic })),
      ids: [
        { name: `device id of ${owner}`, value: deviceKeys.deviceId },
        ...(contact ? [{ name: `account id of the contact of ${owner}`, value: contact.accountId }] : []),
      ],
    };
  } finally {
    await store.close();
    storeKey.wipe();
  }
}
