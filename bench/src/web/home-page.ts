/**
 * A page that fills a home as the product would have: sealed rows of the storage package in the files of the origin, one
 * account with one contact, and searches it by the SDK. Driven from outside by name.
 */
import { TEXT } from '@sotto/client';
import { decodeVault, openVault } from '@sotto/crypto';
import type { MessageRecord } from '@sotto/ports';
import { openMessageStore } from '@sotto/storage';
import { asDeviceId, asMessageId, parseAccountId, UnavailableError } from '@sotto/wire';
import { Sotto, systemClock, systemRandom } from 'sotto';
import { Prose } from './prose.ts';

/** The home of the web app. */
const HOME = 'main';
const PEER_HOME = 'peer';
const PER_COMMIT = 1_000;
/** A message a minute: seventy days of a hundred thousand. */
const BETWEEN_MS = 60_000;

export interface Filling {
  readonly name: string;
  readonly passphrase: string;
  readonly count: number;
}

type OpenSotto = Awaited<ReturnType<typeof Sotto.open>>;

let opened: OpenSotto | undefined;

function current(): OpenSotto {
  if (opened === undefined) throw new UnavailableError('not-found', 'no home is open');
  return opened;
}

/** Makes the account of the home with one contact; the id of the contact. */
async function makeHome({ name, passphrase }: Filling): Promise<string> {
  const { sotto: peer } = await Sotto.create({ home: PEER_HOME, name, passphrase });
  const link = await peer.link();
  await peer.close();
  const { sotto } = await Sotto.create({ home: HOME, name: 'Ada', passphrase });
  await sotto.confirmRecoveryWords();
  const { id } = await sotto.addContact(link);
  await sotto.close();
  return id;
}

/** The vault as the home keeps it, which the SDK gives to nobody. */
async function storeKeyOf(passphrase: string) {
  const opening = indexedDB.open('sotto');
  const database = await settled(opening);
  const text = await settled(database.transaction('home').objectStore('home').get(`${HOME}/vault`));
  database.close();
  return await openVault({ vault: decodeVault(String(text)), passphrase });
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function* messages(contact: string, count: number): Generator<MessageRecord> {
  const conversation = parseAccountId(contact);
  const prose = new Prose('messages');
  const senderDevice = asDeviceId(prose.bytes(16));
  const firstMs = Date.now() - count * BETWEEN_MS;
  for (let sequence = 1; sequence <= count; sequence++) {
    const sentAtMs = firstMs + sequence * BETWEEN_MS;
    const direction = prose.below(2) === 0 ? 'in' : 'out';
    yield {
      conversation,
      messageId: asMessageId(prose.bytes(16)),
      direction,
      senderDevice,
      sequence,
      // As the hybrid clock counts (specs/08 §5).
      clock: (sentAtMs - Date.UTC(2020, 0, 1)) * 4_096,
      sentAtMs,
      storedAtMs: sentAtMs,
      type: TEXT.type,
      typeVersion: TEXT.version,
      body: TEXT.encode({ text: `${prose.sentence()} no${sequence}` }),
      fallback: '',
      state: direction === 'in' ? 'read' : 'delivered',
    };
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

export const actions = {
  fill: async (filling: Filling) => {
    const contact = await makeHome(filling);
    const storeKey = await storeKeyOf(filling.passphrase);
    const options = { path: `sotto-${HOME}/sotto.db`, storeKey, random: systemRandom, clock: systemClock };
    const store = await openMessageStore(options);
    let page: MessageRecord[] = [];
    const put = async () => {
      await store.commit(page.map((record) => ({ kind: 'put-message', record })));
      page = [];
    };
    for (const message of messages(contact, filling.count)) {
      if (page.push(message) === PER_COMMIT) await put();
    }
    if (page.length > 0) await put();
    await store.close();
    return contact;
  },

  open: async (passphrase: string) => {
    opened = await Sotto.open({ home: HOME, passphrase });
  },
  close: async () => {
    await current().close();
    opened = undefined;
  },

  /** Milliseconds until the index is complete, and the longest time that the page could draw nothing meanwhile. */
  buildIndex: async () => {
    let longestMs = 0;
    let lastMs = performance.now();
    let isOver = false;
    const frame = (nowMs: number) => {
      longestMs = Math.max(longestMs, nowMs - lastMs);
      lastMs = nowMs;
      if (!isOver) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const totalMs = await timed(() => current().search('a'));
    isOver = true;
    return { totalMs, longestMs };
  },

  /** Milliseconds of each search, in turn with a look through all texts in memory. */
  search: async ({ queries, rounds }: { readonly queries: readonly string[]; readonly rounds: number }) => {
    const texts = await allTexts();
    const samples = queries.map((query) => ({ query, hits: 0, ours: [] as number[], peer: [] as number[] }));
    for (let round = 0; round < rounds; round++) {
      for (const sample of samples) {
        const startMs = performance.now();
        sample.hits = (await current().search(sample.query)).hits.length;
        sample.ours.push(performance.now() - startMs);
        sample.peer.push(await timed(async () => scan(texts, sample.query)));
      }
    }
    return samples;
  },
};

export type HomeActions = { readonly [Name in keyof typeof actions]: Awaited<ReturnType<(typeof actions)[Name]>> };

/** Newest first, in small letters. */
async function allTexts(): Promise<readonly string[]> {
  const [contact] = await current().contacts();
  const texts: string[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await current().history(contact?.id ?? '', {
      limit: 1_000,
      ...(before === undefined ? {} : { before }),
    });
    texts.push(...page.map(({ text }) => text.toLowerCase()).reverse());
    const [oldest] = page;
    if (oldest === undefined || page.length < 1_000) return texts;
    before = oldest.id;
  }
}

/** The newest fifty texts that have all words, the last one as a beginning. */
function scan(texts: readonly string[], query: string): readonly string[] {
  const words = query.toLowerCase().split(' ');
  const last = words.pop() ?? '';
  const found: string[] = [];
  for (const text of texts) {
    const isFound = words.every((word) => ` ${text} `.includes(` ${word} `)) && ` ${text}`.includes(` ${last}`);
    if (isFound && found.push(text) === 50) break;
  }
  return found;
}
