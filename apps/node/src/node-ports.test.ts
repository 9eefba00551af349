import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choosePorts, type NodePorts, rememberedPorts, rememberPorts } from './node-ports.ts';

const host = '127.0.0.1';
const ends: (() => Promise<void>)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-ports-'));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  rmSync(folder, { recursive: true });
});

/** Another program; resolves with its port. */
async function takeTcp(address = host): Promise<number> {
  const server = createServer();
  server.listen(0, address);
  await once(server, 'listening');
  ends.push(async () => void server.close());
  return (server.address() as AddressInfo).port;
}

async function takeUdp(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, host);
  await once(socket, 'listening');
  ends.push(async () => void socket.close());
  return socket.address().port;
}

/** Ports that were free a moment ago. */
async function freePorts(): Promise<NodePorts> {
  const ports = { app: await takeTcp(), mailbox: await takeTcp(), relay: await takeTcp(), stun: await takeUdp() };
  for (const end of ends.splice(0)) await end();
  return ports;
}

describe('the ports of a node', () => {
  it('are those of the last time when they are free', async () => {
    const remembered = await freePorts();
    expect(await choosePorts({ host, asked: {}, remembered })).toEqual({ ports: remembered, appWasAt: undefined });
  });

  it('are what was asked for, whatever is remembered or taken', async () => {
    const asked = { app: await takeTcp(), mailbox: 0, relay: 0, stun: 0 };
    const { ports, appWasAt } = await choosePorts({ host, asked, remembered: await freePorts() });
    expect({ ports, appWasAt }).toEqual({ ports: asked, appWasAt: undefined });
  });

  it('are others near by when another program has them, and the app says where it was', async () => {
    const remembered = await freePorts();
    const blocked = { app: await takeTcp(), relay: await takeTcp(), stun: await takeUdp() };
    const { ports, appWasAt } = await choosePorts({ host, asked: {}, remembered: { ...remembered, ...blocked } });
    expect(appWasAt).toBe(blocked.app);
    for (const name of ['app', 'relay', 'stun'] as const) {
      expect(ports[name]).toBeGreaterThan(blocked[name]);
      expect((ports[name] - blocked[name]) % 10).toBe(0);
    }
    expect(ports.mailbox).toBe(remembered.mailbox);
  });

  it('of the app are free on both addresses of localhost', async () => {
    const remembered = { ...(await freePorts()), app: await takeTcp('::1').catch(() => takeTcp()) };
    expect((await choosePorts({ host, asked: {}, remembered })).appWasAt).toBe(remembered.app);
  });

  it('never move a mailbox that accounts know', async () => {
    const remembered = { ...(await freePorts()), mailbox: await takeTcp() };
    await expect(choosePorts({ host, asked: {}, remembered })).rejects.toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('--mailbox-port'),
    });
    const asked = { mailbox: 0 };
    expect((await choosePorts({ host, asked, remembered })).ports.mailbox).toBe(0);
  });
});

describe('the remembered ports', () => {
  const ports = { app: 7700, mailbox: 7711, relay: 7702, stun: 3478 };

  it('are read as they were written, for nobody else', () => {
    const deep = join(folder, 'new', 'node');
    rememberPorts(deep, ports);
    expect(rememberedPorts(deep)).toEqual(ports);
    expect(readdirSync(deep)).toEqual(['ports.json']);
    expect(statSync(join(deep, 'ports.json')).mode & 0o777).toBe(0o600);
  });

  it.each(['', '{', '[]', 'null', '7', '{"app":"7700","mailbox":0,"relay":65536,"stun":1.5}'])(
    'are forgotten when the file holds %s',
    (text) => {
      writeFileSync(join(folder, 'ports.json'), text);
      expect(rememberedPorts(folder)).toEqual({});
    },
  );

  it('say so when they cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => rememberPorts(join(folder, 'file'), ports)).toThrow(expect.objectContaining({ code: 'storage' }));
  });
});
