/** The local node as a process: `apps/node`. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NodeProcess } from '../browser/stage/node-process.ts';
import { STORY_TIMEOUT_MS } from './stage/patience.ts';

/** Each story starts several processes. */
vi.setConfig({ testTimeout: STORY_TIMEOUT_MS });

let folder: string;
let app: string;
const running: NodeProcess[] = [];

async function start(place: Partial<Parameters<typeof NodeProcess.start>[0]> = {}): Promise<NodeProcess> {
  const node = await NodeProcess.start({ folder: join(folder, 'node'), ...place });
  running.push(node);
  return node;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-node-'));
  app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'index.html'), '<!doctype html><title>app</title>');
});
afterEach(async () => {
  for (const node of running.splice(0)) await node.end();
  rmSync(folder, { recursive: true });
});

describe('the local node', () => {
  test('serves the app and says what it offers; SIGTERM ends it; the next start has the same keys', async () => {
    const node = await start({ app });
    const { origin } = node.line;
    expect(origin).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await (await fetch(`${origin}/`)).text()).toContain('<title>app</title>');
    const { mailboxes, relays, stunServers } = node.line;
    expect(await (await fetch(`${origin}/node.json`)).json()).toEqual({ mailboxes, relays, stunServers });
    expect([mailboxes, relays, stunServers].map(({ length }) => length)).toEqual([1, 1, 1]);
    const peerId = (address: string) => address.split('/').at(-1);
    expect(peerId(node.mailbox)).not.toBe(peerId(node.relay));
    expect(statSync(join(folder, 'node', 'relay', 'identity.key')).mode & 0o777).toBe(0o600);
    expect(await node.end()).toBe(0);
    const again = await start({ app, ports: node.ports });
    expect(again.line).toEqual({ ...node.line, pid: again.line.pid });
    expect(await again.end()).toBe(0);
  });

  test('behind a proxy tells others the addresses of the proxy, under its own keys', async () => {
    const node = await start({
      more: [
        ...['--announce', 'mail.example.org', '--announce-mailbox', 'wss://mail.example.org:7801'],
        ...['--announce-relay', 'wss://relay.example.org'],
      ],
    });
    expect(node.line.origin).toBeNull();
    expect(node.mailbox).toMatch(/^\/dns\/mail\.example\.org\/tcp\/7801\/wss\/p2p\/12D3KooW\w+$/);
    expect(node.relay).toMatch(/^\/dns\/relay\.example\.org\/tcp\/443\/wss\/p2p\/12D3KooW\w+$/);
    expect(node.line.stunServers).toEqual([expect.stringMatching(/^stun:mail\.example\.org:\d+$/)]);
  });

  test('says in words why it does not start, and leaves nothing behind', async () => {
    const node = await start({ app });
    await expect(start()).rejects.toThrow(/sotto-node: .*another/i);
    await expect(start({ folder: join(folder, 'other'), app, ports: node.ports })).rejects.toThrow(
      'sotto-node: cannot',
    );
  });
});
