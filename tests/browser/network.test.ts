/** Pages as peers: `@sotto/network` in a real browser against the local node as a process. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StunServer, startStunServer } from '@sotto/mailbox';
import { createNetwork } from '@sotto/network';
import { bundleForBrowser, chromiumMissing, launchChromium } from '@sotto/testkit';
import { asEnvelopeId } from '@sotto/wire';
import type { Browser } from 'playwright-core';
import { systemClock, systemRandom } from 'sotto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { NodeProcess } from './stage/node-process.ts';
import { PageDriver } from './stage/page-driver.ts';

const missing = chromiumMissing();
const note = missing === undefined ? '' : ` (skipped: ${missing})`;
/** A peer that says nothing is given up after a ping that was not answered, which takes longer than this. */
const SILENCE_MS = 2_500;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.skipIf(missing !== undefined)(`peers in pages${note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-pages-'));
  const app = join(folder, 'app');
  let node: NodeProcess;
  let browser: Browser;
  let stun: StunServer;
  const pages: PageDriver[] = [];

  beforeAll(async () => {
    const script = await bundleForBrowser({ entry: join(import.meta.dirname, 'stage/network-page.ts') });
    mkdirSync(app);
    writeFileSync(join(app, 'page.js'), script);
    const page =
      '<!doctype html><meta charset="utf-8"><title>peer</title><script type="module" src="/page.js"></script>';
    writeFileSync(join(app, 'index.html'), page);
    [node, browser, stun] = await Promise.all([
      NodeProcess.start({ folder: join(folder, 'node'), app }),
      launchChromium(),
      startStunServer({ host: '127.0.0.1', port: 0, clock: systemClock }),
    ]);
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await stun?.close();
    await node?.end();
    rmSync(folder, { recursive: true });
  });

  async function openPage() {
    const page = await PageDriver.open(browser, node.line.origin ?? '');
    pages.push(page);
    const stunServers = [`stun:127.0.0.1:${stun.port}`];
    const peerId = await page.call('start', { relays: [node.relay], stunServers });
    return { page, peerId };
  }

  async function openPair() {
    const [a, b] = await Promise.all([openPage(), openPage()]);
    await Promise.all([a.page.call('allow', [b.peerId]), b.page.call('allow', [a.peerId])]);
    await Promise.all([a.page.call('untilReachable'), b.page.call('untilReachable')]);
    return { a, b, addressesOfB: await b.page.call('addresses') };
  }

  test('a page puts, reads and follows a mailbox, and asks a directory', async () => {
    const { page } = await openPage();
    expect(await page.call('mailboxRound', node.mailbox)).toEqual({ pushed: 2, fetched: 2 });
    expect(await page.call('lookUpNobody', node.mailbox)).toBe(true);
  });

  test('two pages meet through the relay, talk by WebRTC and ask nobody else', async () => {
    const { a, b, addressesOfB } = await openPair();
    expect(addressesOfB).toEqual([`${node.relay}/p2p-circuit/webrtc`]);
    await a.page.call('connect', { peerId: b.peerId, addresses: addressesOfB });
    await b.page.call('untilConnected', a.peerId);
    expect(await a.page.call('send', b.peerId, 3, 65_536)).toEqual(['stored', 'stored', 'stored']);
    expect(await b.page.call('send', a.peerId, 3, 600)).toEqual(['stored', 'stored', 'stored']);

    for (const { page } of [a, b]) {
      const { paths, reserved, worked, bytes } = await page.call('figures');
      expect(paths).toEqual(['webrtc']);
      expect(reserved).toEqual([true]);
      expect(worked).toEqual(['websocket', 'webrtc', 'relay']);
      expect(bytes.webrtc).toBeGreaterThan(3 * 65_536);
      expect(bytes.relayed).toBeGreaterThan(1_000);
      expect(bytes.relayed).toBeLessThan(65_536);
      expect(bytes).toMatchObject({ direct: 0, mailbox: 0 });
    }

    const hosts = [node.line.origin ?? '', ...[node.relay, node.mailbox].map(webSocketOrigin)];
    for (const { page } of [a, b]) {
      expect(page.requested.filter((url) => !hosts.includes(new URL(url).origin))).toEqual([]);
      expect((await page.call('askedServers')).flat()).toEqual([`stun:127.0.0.1:${stun.port}`]);
      expect(await page.call('violations')).toEqual([]);
      expect(page.complaints).toEqual([]);
    }
    expect(stun.answered()).toBeGreaterThan(0);
  });

  test('F10: two pages that dial at once have one conversation, another after they hung up, none when one wants none', async () => {
    const { a, b, addressesOfB } = await openPair();
    const addressesOfA = await a.page.call('addresses');
    await Promise.all([
      a.page.call('connect', { peerId: b.peerId, addresses: addressesOfB }),
      b.page.call('connect', { peerId: a.peerId, addresses: addressesOfA }),
    ]);
    const [fromA, fromB] = await Promise.all([
      a.page.call('send', b.peerId, 20, 600),
      b.page.call('send', a.peerId, 20, 600),
    ]);
    expect([...fromA, ...fromB]).toEqual(Array.from({ length: 40 }, () => 'stored'));
    expect([await a.page.call('delivered'), await b.page.call('delivered')]).toEqual([20, 20]);
    const gone = b.page.call('untilGone', a.peerId);
    await a.page.call('disconnect', b.peerId);
    await gone;
    await a.page.call('connect', { peerId: b.peerId, addresses: addressesOfB });
    expect(await b.page.call('send', a.peerId, 1, 600)).toEqual(['stored']);

    const asked = (await a.page.call('askedServers')).length;
    const goodbye = b.page.call('untilGone', a.peerId);
    await a.page.call('setDirect', false);
    expect(await goodbye).toBeLessThan(SILENCE_MS);
    expect(await a.page.call('addresses')).toEqual([]);
    expect(await a.page.call('figures')).toMatchObject({ paths: [], reserved: [] });
    const toA = { peerId: a.peerId, addresses: addressesOfA };
    await expect(b.page.call('connect', toA)).rejects.toThrow('reached');
    await expect(a.page.call('connect', { peerId: b.peerId, addresses: addressesOfB })).rejects.toThrow('reached');
    expect(await a.page.call('askedServers')).toHaveLength(asked);
    await a.page.call('setDirect', true);
    await a.page.call('untilReachable');
  });

  test('a closed tab says goodbye, and is gone before its silence would have told', async () => {
    const { a, b, addressesOfB } = await openPair();
    await a.page.call('connect', { peerId: b.peerId, addresses: addressesOfB });
    const gone = a.page.call('untilGone', b.peerId);
    await b.page.closeTab();
    expect(await gone).toBeLessThan(SILENCE_MS);
  });

  test('a link outlives the relay; a relay that comes back gets its places back', async () => {
    const { a, b, addressesOfB } = await openPair();
    await a.page.call('connect', { peerId: b.peerId, addresses: addressesOfB });
    const { ports } = node;
    await node.end('SIGKILL');
    await Promise.all([a.page.call('untilUnreachable'), b.page.call('untilUnreachable')]);
    expect(await a.page.call('send', b.peerId, 2, 600)).toEqual(['stored', 'stored']);
    node = await NodeProcess.start({ folder: join(folder, 'node'), app, ports });
    await Promise.all([a.page.call('untilReachable'), b.page.call('untilReachable')]);
    expect(await b.page.call('addresses')).toEqual(addressesOfB);
    expect(await b.page.call('send', a.peerId, 2, 600)).toEqual(['stored', 'stored']);
  });

  test('a page dials a terminal by WebSocket; the terminal does not dial the page', async () => {
    const { page, peerId } = await openPage();
    await page.call('untilReachable');
    const terminal = createNetwork({
      directSeed: systemRandom.bytes(32),
      listen: { host: '127.0.0.1', port: 0, webSocketPort: 0 },
      discovery: false,
      clock: systemClock,
      random: systemRandom,
    });
    const gone = Promise.withResolvers<string>();
    terminal.direct.onPeerDisconnected(gone.resolve);
    terminal.direct.onDelivery(({ envelope, reply }) => {
      reply({ kind: 'stored', deliveryProof: new Uint8Array(), envelopeId: asEnvelopeId(envelope.slice(0, 32)) });
    });
    await terminal.start();
    try {
      const { direct } = terminal;
      direct.allowPeers(new Set([peerId]));
      await page.call('allow', [direct.peerId]);
      const location = { peerId, addresses: await page.call('addresses') };
      await expect(direct.connect(location)).rejects.toMatchObject({ code: 'unreachable' });
      await page.call('connect', { peerId: direct.peerId, addresses: direct.addresses() });
      expect(await page.call('send', direct.peerId, 2, 600)).toEqual(['stored', 'stored']);
      const bytes = systemRandom.bytes(600);
      const reply = await direct.send(peerId, { id: asEnvelopeId(bytes.slice(0, 32)), bytes });
      expect(reply.kind).toBe('stored');
      await page.closeTab();
      expect(await gone.promise).toBe(peerId);
    } finally {
      await terminal.stop();
    }
  });

  test('F7: a stranger gets no link through the relay, and starts no negotiation', async () => {
    const { a, b, addressesOfB } = await openPair();
    await b.page.call('allow', []);
    await expect(a.page.call('connect', { peerId: b.peerId, addresses: addressesOfB })).rejects.toThrow('reached');
    expect((await a.page.call('askedServers')).length + (await b.page.call('askedServers')).length).toBe(0);
  });
});

function webSocketOrigin(address: string): string {
  const [, host, port] = /^\/ip4\/([^/]+)\/tcp\/(\d+)\/ws/.exec(address) ?? [];
  return `ws://${host}:${port}`;
}
