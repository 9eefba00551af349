/** A device that uses mailboxes only, with real processes and real libp2p: its sockets are watched (specs/07 §9). */
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Device, outgoing } from './stage/device.ts';
import { Mailbox } from './stage/mailbox-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';
import { recordingSockets } from './stage/preload.ts';
import { scratchFolder } from './stage/scratch-folder.ts';
import type { SocketLine } from './stage/socket-record.ts';

/** What the sockets of one device did so far. */
class Sockets {
  readonly #file: string;
  #seen = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Since this was asked last, in order; each once. */
  async news(): Promise<ReadonlySet<string>> {
    const lines = (await readFile(this.#file, 'utf8')).trim().split('\n').filter(Boolean);
    const news = lines.slice(this.#seen).map((line) => JSON.parse(line) as SocketLine);
    this.#seen = lines.length;
    return new Set(news.map(({ what, port }) => `${what} ${what === 'connect' ? port : ''}`.trim()));
  }
}

function portOf(address: string): number {
  return Number(/\/tcp\/(\d+)/.exec(address)?.[1]);
}

async function isTaken(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

async function openDevice(folder: string, name: string, mailboxes?: readonly Mailbox[]) {
  const file = join(folder, `sockets of ${name}`);
  const device = await Device.open({
    home: join(folder, name),
    passphrase: `${name} has a passphrase`,
    direct: true,
    discovery: true,
    ...(mailboxes ? { create: { name, mailboxes: mailboxes.map(({ address }) => address) } } : {}),
    ...recordingSockets(file),
  });
  return { device, sockets: new Sockets(file) };
}

/** Says it, and waits until it is delivered: by how many mailboxes it was signed for on the way. */
async function deliver(from: Device, to: { readonly device: Device; readonly name: string }, text: string) {
  const { id } = await from.ask('send', to.name, text);
  await from.until(
    async (device) => {
      // Receipts to mailboxes would take their time; a synchronisation sends them now.
      await to.device.ask('sync');
      return outgoing(await device.ask('history', to.name)).at(-1)?.state;
    },
    (state) => state === 'delivered',
  );
  const { message, devices } = await from.ask('messageInfo', id);
  return { state: message.state, signed: devices.map(({ custody }) => custody.length) };
}

async function connected(device: Device, count: number): Promise<number> {
  return await device.until(
    async (of) => (await of.ask('status')).directPeers,
    (peers) => peers === count,
  );
}

describe('a device that uses mailboxes only', () => {
  it(
    'F10: closes its ports and its connections, then connects to mailboxes alone, and all arrives with custody',
    async () => {
      const folder = await scratchFolder();
      const mailboxes = await Mailbox.startSome(2, folder);
      const toMailboxes = new Set(mailboxes.map(({ address }) => `connect ${portOf(address)}`));
      const [ada, grace] = [await openDevice(folder, 'Ada', mailboxes), await openDevice(folder, 'Grace', mailboxes)];
      await Promise.all([ada.device.ask('sync'), grace.device.ask('sync')]);
      await ada.device.ask('addContact', await grace.device.ask('link'));
      await grace.device.ask('addContact', await ada.device.ask('link'));
      await Promise.all([ada.device.ask('goOnline'), grace.device.ask('goOnline')]);
      const toGrace = { device: grace.device, name: 'Grace' };
      await deliver(ada.device, toGrace, 'before');
      expect(await connected(ada.device, 1)).toBe(1);
      // The record shows what there was: without this it could prove nothing.
      expect([...(await ada.sockets.news())]).toEqual(expect.arrayContaining([...toMailboxes, 'listen', 'datagrams']));
      const [port = 0] = (await ada.device.ask('status')).listening.map(portOf);
      expect(await isTaken(port)).toBe(true);

      await ada.device.ask('setPreferences', { mailboxesOnly: true });
      expect(await ada.device.ask('status')).toMatchObject({ mailboxesOnly: true, directPeers: 0, listening: [] });
      expect(await connected(grace.device, 0)).toBe(0);
      expect(await isTaken(port)).toBe(false);
      await ada.sockets.news();
      const toAda = { device: ada.device, name: 'Ada' };
      const byPost = { state: 'delivered', signed: [2] };
      const there = deliver(ada.device, toGrace, 'by post');
      const back = deliver(grace.device, toAda, 'by post as well');
      expect(await Promise.all([there, back])).toEqual([byPost, byPost]);
      expect([...(await ada.sockets.news())].filter((line) => !toMailboxes.has(line))).toEqual([]);

      await ada.device.close();
      await grace.sockets.news();
      const again = await openDevice(folder, 'Ada');
      await again.device.ask('goOnline');
      expect(await deliver(again.device, toGrace, 'after a restart')).toEqual(byPost);
      expect(await again.device.ask('status')).toMatchObject({ mailboxesOnly: true, directPeers: 0, listening: [] });
      expect(await grace.device.received('Ada', 3)).toEqual(['before', 'by post', 'after a restart']);
      const ofAda = await ada.sockets.news();
      expect(ofAda.size).toBeGreaterThan(0);
      expect([...ofAda].filter((line) => !toMailboxes.has(line))).toEqual([]);
      // She was told that there is nowhere to go, and does not try.
      const ofGrace = await grace.sockets.news();
      expect([...ofGrace].filter((line) => line.startsWith('connect') && !toMailboxes.has(line))).toEqual([]);
    },
    STORY_TIMEOUT_MS,
  );
});
