import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRunning, forgetRunning, noteRunning, type RunningNode } from './running-node.ts';

let folder: string;
let server: Server;
let answer: { status: number; body: string };
let node: RunningNode;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-running-'));
  server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  node = { origin: `http://localhost:${port}`, mailbox: '/ip4/127.0.0.1/tcp/1/ws/p2p/12D3KooW', pid: 4_242 };
  answer = { status: 200, body: JSON.stringify({ mailboxes: [node.mailbox] }) };
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

describe('a node that runs already', () => {
  it('is found by what it wrote down, as long as it answers', async () => {
    expect(await findRunning(folder)).toBeUndefined();
    noteRunning(folder, node);
    expect(await findRunning(folder)).toEqual(node);
    server.close();
    server.closeAllConnections();
    expect(await findRunning(folder)).toBeUndefined();
  });

  it('is gone when it said so', async () => {
    noteRunning(folder, node);
    forgetRunning(folder);
    forgetRunning(folder);
    expect(await findRunning(folder)).toBeUndefined();
  });

  it.each([
    ['the node of another folder', 200, '{"mailboxes":["/ip4/127.0.0.1/tcp/2/ws/p2p/12D3KooX"]}'],
    ['another program', 404, 'not found'],
    ['a program that speaks no JSON', 200, '<html>'],
    ['a program that says nothing of mailboxes', 200, '{}'],
    ['a program that does not stop talking', 200, ' '.repeat(20_000)],
  ])('is not %s', async (_who, status, body) => {
    answer = { status, body };
    noteRunning(folder, node);
    expect(await findRunning(folder)).toBeUndefined();
  });

  it.each([
    '{',
    'null',
    '{"origin":"http://evil.example:80","mailbox":"m","pid":1}',
    '{"origin":"http://localhost:1/../","mailbox":"m","pid":1}',
    '{"origin":"http://localhost:1","pid":1}',
  ])('is not what stands in a file that says %s', async (text) => {
    writeFileSync(join(folder, 'running.json'), text);
    expect(await findRunning(folder)).toBeUndefined();
  });

  it('may fail to write down where it is', async () => {
    expect(() => noteRunning(join(folder, 'nowhere'), node)).not.toThrow();
  });
});
