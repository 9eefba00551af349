/**
 * The ports of a node: which it asks for, which are free, and which it had the last time.
 *
 * Browsers keep an account under the port of the app, and accounts name the port of their mailbox. So a node that found a port
 * taken on its first start stays with the one that it took instead. Owns `ports.json` in the folder of the node.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { UnavailableError } from '@sotto/wire';

/** 0: any free one. */
export interface NodePorts {
  /** The web app; its data in the browser belongs to this port. */
  readonly app: number;
  readonly mailbox: number;
  readonly relay: number;
  /** UDP. */
  readonly stun: number;
}

export const DEFAULT_PORTS: NodePorts = { app: 7700, mailbox: 7701, relay: 7702, stun: 3478 };
export const MAX_PORT = 65_535;
const FILE = 'ports.json';
/** Where the next one is looked for, and how often: the ports of a node stay together. */
const STEP = 10;
const MAX_STEPS = 20;
const LOOPBACK = ['127.0.0.1', '::1'];

export interface PortChoice {
  /** IP address on which all but the app listen. */
  readonly host: string;
  /** What the person wants, whatever it was before. */
  readonly asked: Partial<NodePorts>;
  readonly remembered: Partial<NodePorts>;
}

export interface ChosenPorts {
  readonly ports: NodePorts;
  /** Where the app was the last time, when it cannot be there now: its accounts are not seen under another port. */
  readonly appWasAt: number | undefined;
}

/**
 * Chooses ports that are free now. One that was asked for is taken as it is.
 * @throws {UnavailableError} `refused` when the mailbox that accounts know cannot be where it was, or nothing is free
 */
export async function choosePorts({ host, asked, remembered }: PortChoice): Promise<ChosenPorts> {
  const choose = async (name: keyof NodePorts, isFree: (port: number) => Promise<boolean>) => {
    const wanted = asked[name];
    return wanted ?? (await firstFree(remembered[name] ?? DEFAULT_PORTS[name], isFree));
  };
  const tcp = (port: number) => isTcpFree(port, [host]);
  const ports = {
    app: await choose('app', (port) => isTcpFree(port, LOOPBACK)),
    mailbox: await choose('mailbox', tcp),
    relay: await choose('relay', tcp),
    stun: await choose('stun', (port) => isUdpFree(port, host)),
  };
  if (asked.mailbox === undefined && remembered.mailbox !== undefined && ports.mailbox !== remembered.mailbox) {
    throw new UnavailableError(
      'refused',
      `another program or node uses port ${remembered.mailbox}, that of your mailbox`,
      {
        facts: { port: remembered.mailbox },
        hint: 'End it: your contacts know your mailbox under this port. To move the mailbox, give --mailbox-port.',
      },
    );
  }
  const moved = asked.app === undefined && remembered.app !== undefined && ports.app !== remembered.app;
  return { ports, appWasAt: moved ? remembered.app : undefined };
}

/** What a node in this folder had the last time; what cannot be read is forgotten. */
export function rememberedPorts(folder: string): Partial<NodePorts> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  } catch {
    return {};
  }
  const named = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const found: { -readonly [name in keyof NodePorts]?: number } = {};
  for (const name of ['app', 'mailbox', 'relay', 'stun'] as const) {
    const port = named[name];
    if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= MAX_PORT) found[name] = port;
  }
  return found;
}

/** @throws {UnavailableError} `storage` */
export function rememberPorts(folder: string, ports: NodePorts): void {
  const path = join(folder, FILE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, `${JSON.stringify(ports)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw new UnavailableError('storage', 'cannot write down the ports of this node', { cause });
  }
}

async function firstFree(first: number, isFree: (port: number) => Promise<boolean>): Promise<number> {
  for (let step = 0; step <= MAX_STEPS; step++) {
    const port = first + step * STEP;
    if (port <= MAX_PORT && (await isFree(port))) return port;
  }
  throw new UnavailableError('refused', `port ${first} and those after it are taken`, { facts: { port: first } });
}

/** On all of the addresses that this machine has. */
async function isTcpFree(port: number, hosts: readonly string[]): Promise<boolean> {
  for (const host of hosts) {
    const server = createServer();
    const listening = once(server, 'listening').then(
      () => true,
      (error: NodeJS.ErrnoException) => host === '::1' && error.code !== 'EADDRINUSE',
    );
    server.listen(port, host);
    const free = await listening;
    if (server.listening) {
      const closed = once(server, 'close');
      server.close();
      await closed;
    }
    if (!free) return false;
  }
  return true;
}

async function isUdpFree(port: number, host: string): Promise<boolean> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  const listening = once(socket, 'listening').then(
    () => true,
    () => false,
  );
  socket.bind(port, host);
  const free = await listening;
  const closed = once(socket, 'close');
  socket.close();
  await closed;
  return free;
}
