/** The SDK in a page, for a test to drive from outside. */
import { openMessageStore } from '@sotto/storage';
import { SottoError } from '@sotto/wire';
import { locateHome } from '#home';
import { systemClock, systemRandom } from '#system';
import { checkContinuity } from '../continuity.ts';
import { type HomeTab, joinHomeTabs } from '../home-tabs.ts';
import { askPasskey, createPasskey } from '../passkey.ts';
import { Sotto } from '../sotto.ts';
import { storedRecords } from '../web/home-records.ts';
import { wakings } from './memory-network.ts';

const vaultParameters = { memoryKiB: 64, passes: 1, parallelism: 1 };
const passphrase = 'correct horse battery staple';
const name = 'Ada';

let sotto: Sotto | undefined;
let tab: HomeTab | undefined;
const roles: string[] = [];
let onRole = (): void => undefined;

function note(role: string): void {
  roles.push(role);
  onRole();
}

/** What it gave, or the code of the error and what a person reads of it. */
async function outcomeOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return (await work()) ?? 'done';
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
}

interface Happening {
  readonly happens: string;
  readonly to: 'window' | 'document';
}

async function wakingsBy(happenings: readonly Happening[]): Promise<number> {
  const before = wakings.count;
  for (const { happens, to } of happenings) (to === 'window' ? window : document).dispatchEvent(new Event(happens));
  await Promise.resolve();
  return wakings.count - before;
}

async function deviceOf(opened: Sotto): Promise<string> {
  sotto = opened;
  return (await opened.account()).device;
}

export const actions = {
  status: (home: string) => outcomeOf(() => Sotto.status(home)),
  persist: () => Sotto.requestPersistence(),
  /** What the open account says of the place where it is kept. */
  storage: async () => (await sotto?.status())?.storage,

  create: ({ home, replace }: { home: string; replace?: 'lost' | 'anything' }) =>
    outcomeOf(async () => {
      const options = { home, passphrase, name, vaultParameters, waitMs: 0 };
      const created = await Sotto.create(replace === undefined ? options : { ...options, replace });
      return await deviceOf(created.sotto);
    }),
  /** Comes back, in place of what is here, to an account that nobody knows. */
  recover: (home: string) =>
    outcomeOf(async () => {
      const words = `${'abandon '.repeat(11)}about`;
      const mailboxes = ['/ip4/127.0.0.1/tcp/1/p2p/12D3KooWEXqLiiX7oAFoPi6g5S3YvjYqxVfUxmHyvcnQXkxqv9Uq'];
      const asking = { words, mailboxes, otherDevices: 'keep', replace: 'anything' } as const;
      return await deviceOf(await Sotto.recover({ home, passphrase, vaultParameters, waitMs: 0, ...asking }));
    }),
  open: ({ home, typed = passphrase, waitMs = 0 }: { home: string; typed?: string; waitMs?: number }) =>
    outcomeOf(async () => deviceOf(await Sotto.open({ home, passphrase: typed, waitMs }))),
  close: () => outcomeOf(async () => sotto?.close()),
  /** How often the open account wakes its network when this happens to the page. */
  wakeBy: async (happening: Happening) => {
    await sotto?.goOnline();
    return await wakingsBy([happening]);
  },
  wakings: (happenings: readonly Happening[]) => wakingsBy(happenings),

  /** Adds a contact to the open account and writes this to it. */
  writeToContact: async (texts: readonly string[]) => {
    const other = await Sotto.create({ home: 'contact', passphrase, name: 'Grace', vaultParameters });
    const link = await other.sotto.link();
    await other.sotto.close();
    await sotto?.addContact(link);
    for (const text of texts) await sotto?.send('Grace', text);
  },
  search: async (query: string) => (await sotto?.search(query))?.hits.map(({ message }) => message.text),
  /** Names of the folders of homes. */
  folders: async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names.sort();
  },
  /** Names of what lies in the folder of a home. */
  folder: async (home: string) => {
    const names: string[] = [];
    const root = await navigator.storage.getDirectory();
    for await (const entry of (await root.getDirectoryHandle(`sotto-${home}`)).keys()) names.push(entry);
    return names.sort();
  },

  /** Makes an account at the price of a real one, and tries another passphrase. */
  realVault: async (home: string) => {
    const created = await Sotto.create({ home, passphrase, name });
    await created.sotto.close();
    const wrong = await outcomeOf(() => Sotto.open({ home, passphrase: 'another' }));
    return { wrong, vault: await storedRecords(home).read('vault') };
  },

  addPasskey: ({ home, typed = passphrase }: { home: string; typed?: string }) =>
    outcomeOf(async () => {
      const passkey = () => createPasskey({ application: 'Sotto', name, random: systemRandom });
      await Sotto.addPasskey({ home, passphrase: typed, passkey });
      return 'added';
    }),
  openByPasskey: (home: string) => outcomeOf(async () => deviceOf(await Sotto.open({ home, passkey: askPasskey }))),
  removePasskey: (home: string) => outcomeOf(() => Sotto.removePasskey(home)),

  /** Deletes what browsers delete together; `everything`: the sign beside it too. */
  evict: async (what: 'contents' | 'files' | 'records' | 'both' | 'everything') => {
    const root = await navigator.storage.getDirectory();
    if (what === 'contents') {
      const folder = await root.getDirectoryHandle('sotto-main');
      return await folder.removeEntry('.opaque', { recursive: true });
    }
    if (what !== 'records') {
      for await (const entry of root.keys()) await root.removeEntry(entry, { recursive: true });
    }
    if (what !== 'files') {
      await new Promise((resolve) => {
        indexedDB.deleteDatabase('sotto').onsuccess = resolve;
      });
    }
    if (what === 'everything') localStorage.clear();
  },

  /** One opening of a store of its own: whether it was found to be put back. */
  opening: async (confirmed: boolean) => {
    const paths = await locateHome('continuity');
    const options = { storeKey: new Uint8Array(32).fill(7), clock: systemClock, random: systemRandom };
    const store = await openMessageStore({ path: paths.database, ...options });
    try {
      const { restored, confirm } = await checkContinuity(paths, store);
      if (confirmed) await confirm();
      return restored;
    } finally {
      await store.close();
    }
  },
  counter: () => storedRecords('continuity').read('counter'),
  putCounter: (text: string) => storedRecords('continuity').write('counter', text),

  join: (home: string) => {
    tab = joinHomeTabs(home, {
      onOwner: () => note('owner'),
      onFollower: () => note('follower'),
      onAsked: async () => {
        note('asked');
        await sotto?.close();
      },
    });
    return roles;
  },
  /** Resolves with all roles so far once this one is the last. */
  becomes: async (role: string) => {
    while (roles.at(-1) !== role) {
      await new Promise<void>((resolve) => {
        onRole = resolve;
      });
    }
    return roles;
  },
  ask: () => tab?.ask(),
  leave: () => tab?.leave(),
};
