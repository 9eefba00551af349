import { formatPeerId } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NO_SERVICES } from './node-services.ts';
import { ServicesMemory } from './services-memory.ts';

const PEER = formatPeerId(new Uint8Array(32).fill(7));
const OFFER = { mailboxes: [], relays: [`/ip4/127.0.0.1/tcp/2/ws/p2p/${PEER}`], stunServers: ['stun:127.0.0.1:3'] };
const noAnswer = () => Promise.reject(new TypeError('network'));

describe('what a node offered last', () => {
  let stored: Map<string, string>;
  let whenOnline: (() => void)[];
  let memory: ServicesMemory;
  beforeEach(() => {
    stored = new Map();
    whenOnline = [];
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    };
    memory = new ServicesMemory(storage, (ask) => whenOnline.push(ask));
    vi.stubGlobal('fetch', async () => Response.json(OFFER));
  });
  afterEach(() => vi.unstubAllGlobals());

  test('is what a page has that starts without it', async () => {
    expect(await memory.askOrRemember()).toEqual(OFFER);
    vi.stubGlobal('fetch', noAnswer);
    expect(await memory.askOrRemember()).toEqual(OFFER);
    await expect(memory.ask()).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('is asked for again when the network is back', async () => {
    vi.stubGlobal('fetch', noAnswer);
    expect(await memory.askOrRemember()).toEqual(NO_SERVICES);
    vi.stubGlobal('fetch', async () => Response.json(OFFER));
    expect(whenOnline).toHaveLength(1);
    for (const ask of whenOnline) ask();
    await expect.poll(() => stored.size).toBe(1);
    vi.stubGlobal('fetch', noAnswer);
    expect(await memory.askOrRemember()).toEqual(OFFER);
  });

  test.each(['', 'no JSON', '{"relays":["https://elsewhere.example"]}', `{"stunServers":"${'x'.repeat(20_000)}"}`])(
    'F6: is nothing when what is stored is not what a node may say: %.30s',
    async (text) => {
      await memory.ask();
      for (const key of stored.keys()) stored.set(key, text);
      vi.stubGlobal('fetch', noAnswer);
      expect(await memory.askOrRemember()).toEqual(NO_SERVICES);
    },
  );

  test('is forgotten with the page where nothing can be stored', async () => {
    const refuse = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    memory = new ServicesMemory({ getItem: refuse, setItem: refuse }, (ask) => whenOnline.push(ask));
    expect(await memory.askOrRemember()).toEqual(OFFER);
    vi.stubGlobal('fetch', noAnswer);
    expect(await memory.askOrRemember()).toEqual(NO_SERVICES);
  });
});
