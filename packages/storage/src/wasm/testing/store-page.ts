/** The database of a browser, for a test to drive from outside. Every action has the files of a folder of its own. */
import {
  describeMessageStore,
  fakeClock,
  RecordFactory,
  runSuite,
  type StoreUnderTest,
  seededRandom,
} from '@sotto/testkit';
import { SottoError } from '@sotto/wire';
import { openMessageStore } from '../../open-message-store.ts';
import { migrate } from '../../schema.ts';
import type { SealedMessageStore } from '../../sealed-message-store.ts';
import { writtenChanges, writtenMessage, writtenPeer } from '../../testing/written-message.ts';
import { prepareDatabase, WorkerSqlDriver } from '../worker-sql-driver.ts';

const STORE_KEY = seededRandom('store key').bytes(32);
const make = new RecordFactory('page');

/** Every opening draws its own nonces. */
let opened = 0;

function openStore(folder: string, storeKey: Uint8Array = STORE_KEY): Promise<SealedMessageStore> {
  const random = seededRandom(`nonces ${crypto.randomUUID()} ${opened++}`);
  return openMessageStore({ path: `${folder}/sotto.db`, storeKey, random, clock: fakeClock() });
}

async function storeUnderTest(): Promise<StoreUnderTest> {
  const folder = `suite-${opened}`;
  let store = await openStore(folder);
  return {
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      store = await openStore(folder);
      return store;
    },
    // The data goes with the profile of the browser.
    close: () => store.close(),
  };
}

/** The code of the error, and what a person reads of it. */
async function outcomeOf(work: Promise<unknown>) {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return { code: error.code, kind: error.kind, message: error.message, hint: error.hint };
  }
}

let held: SealedMessageStore | undefined;

async function withDriver<Result>(folder: string, work: (driver: WorkerSqlDriver) => Promise<Result>): Promise<Result> {
  const driver = await WorkerSqlDriver.open(`${folder}/sotto.db`);
  try {
    return await work(driver);
  } finally {
    await driver.close();
  }
}

const SETTINGS = [
  'journal_mode',
  'synchronous',
  'secure_delete',
  'temp_store',
  'foreign_keys',
  'auto_vacuum',
  'locking_mode',
  'trusted_schema',
] as const;

/** Gives the numbers of commits to the test as soon as they have resolved. */
declare const acknowledged: (number: string) => void;

export const actions = {
  suite: () => runSuite(() => describeMessageStore('in a browser', storeUnderTest)),

  settings: (folder: string) =>
    withDriver(folder, async (driver) => {
      await migrate(driver);
      const values = await Promise.all(
        SETTINGS.map(async (name) => Object.values((await driver.all(`PRAGMA ${name}`, []))[0] ?? {})[0]),
      );
      return Object.fromEntries(SETTINGS.map((name, index) => [name, values[index]]));
    }),

  /** `synchronous` after a relaxed transaction and after a full one. */
  durability: (folder: string) =>
    withDriver(folder, async (driver) => {
      const found: unknown[] = [];
      for (const durability of ['relaxed', 'relaxed', 'full'] as const) {
        await driver.transact(
          [[{ sql: 'CREATE TABLE IF NOT EXISTS word (text BLOB) STRICT', values: [] }]],
          durability,
        );
        found.push((await driver.all('PRAGMA synchronous', []))[0]?.['synchronous']);
      }
      return found;
    }),

  groups: (folder: string) =>
    withDriver(folder, async (driver) => {
      await driver.script('CREATE TABLE word (text BLOB NOT NULL UNIQUE) STRICT');
      const insert = (value: number) => ({ sql: 'INSERT INTO word (text) VALUES (?)', values: [Uint8Array.of(value)] });
      const outcomes = await driver.transact([
        [insert(1), insert(2)],
        [insert(3), insert(1)],
        [insert(4)],
        [{ sql: 'DELETE FROM word', values: [] }],
        [insert(5), insert(6)],
      ]);
      const alone = await driver.transact([
        [insert(7)],
        [{ sql: 'NOT SQL', values: [] }],
        [{ sql: 'INSERT INTO word (text) VALUES (?)', values: ['text in a column of bytes'] }],
      ]);
      const script = await outcomeOf(driver.script("BEGIN; INSERT INTO word (text) VALUES (x'09'); NOT SQL; COMMIT;"));
      const query = await outcomeOf(driver.all('SELECT * FROM nowhere WHERE a = ?', ['secret value']));
      const words = (await driver.all('SELECT text FROM word', [])).map(({ text }) => (text as Uint8Array)[0]);
      const plain = [...outcomes, ...alone].map((outcome) => (outcome.done ? outcome.changes : outcome.fault));
      return { outcomes: plain, script, query, words };
    }),

  /** Opens a store and keeps it. */
  hold: async (folder: string) => {
    const opening = openStore(folder);
    const outcome = await outcomeOf(opening);
    if (outcome === 'done') held = await opening;
    return outcome;
  },
  release: async () => held?.close(),

  openWithOtherKey: (folder: string) => outcomeOf(openStore(folder, make.bytes(32))),

  putSetting: ({ name, sizeBytes }: { name: string; sizeBytes: number }) =>
    outcomeOf(
      Promise.resolve(
        held?.commit([{ kind: 'put-setting', record: { name, value: new Uint8Array(sizeBytes).fill(7) } }]),
      ),
    ),
  /** Settings put in one turn: whether each was stored. */
  putTogether: async (sizes: readonly number[]) => {
    const commits = sizes.map((sizeBytes, index) => {
      const record = { name: `together ${index}`, value: new Uint8Array(sizeBytes).fill(7) };
      return held?.commit([{ kind: 'put-setting', record }]);
    });
    return (await Promise.allSettled(commits)).map((commit) =>
      commit.status === 'fulfilled' ? 'done' : commit.reason.code,
    );
  },
  deleteSetting: (name: string) => outcomeOf(Promise.resolve(held?.commit([{ kind: 'delete-setting', name }]))),
  settingSize: async (name: string) => (await held?.setting(name))?.length,
  /** Adds two contacts of one name. */
  putSameName: () => {
    const [first, second] = [make.contact(), make.contact()];
    const changes = [first, { ...second, name: first.name }].map(
      (record) => ({ kind: 'put-contact', record }) as const,
    );
    return outcomeOf(Promise.resolve(held?.commit(changes)));
  },
  /** Starts the next worker ahead of time. */
  prepare: () => prepareDatabase(),
  isIntact: async () => await held?.isIntact(),

  /** Commits without end, or until `rest` commits have resolved; then it does nothing, and does not close. */
  write: async ({ folder, first, rest }: { folder: string; first: number; rest?: number }) => {
    const store = await openStore(folder);
    for (let next = first; rest === undefined || next < first + rest; next += 3) {
      const commits = [next, next + 1, next + 2].map(async (number) => {
        await store.commit(writtenChanges(number));
        acknowledged(String(number));
      });
      await Promise.all(commits);
    }
    await new Promise(() => undefined);
  },

  /** The last commit that is there, and whether all before it are, wholly. */
  checkWritten: async (folder: string) => {
    const store = await openStore(folder);
    const { accountId, sessionId } = writtenPeer();
    const all = await store.messages(accountId, { limit: 100_000 });
    const last = all.length - 1;
    const clocks = all.map(({ clock }) => clock).reverse();
    const isWhole = clocks.every((clock, index) => clock === index) && (await store.isIntact());
    const { outbox } = writtenMessage(last);
    const newest = last < 0 || (await store.session(sessionId))?.lastOpenedAtMs === last;
    const queued = last < 0 || (await store.outboxEntry(outbox.envelopeId)) !== undefined;
    await store.close();
    return { last, isWhole: isWhole && newest && queued };
  },
};
