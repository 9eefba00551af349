/**
 * The local node: mailbox with directory, relay, STUN and the web app in one process. Composition only: it chooses
 * folders, ports and order.
 */
import { join } from 'node:path';
import { type MailboxLog, readAppFiles, runMailbox, runRelay, serveApp, startStunServer } from '@sotto/mailbox';
import type { Clock, Random } from '@sotto/ports';
import type { MailboxAddress } from '@sotto/wire';
import { type BundleName, bundleName } from './bundle-name.ts';
import { stunAddress, webSocketAddress } from './listening.ts';
import type { NodePorts } from './node-ports.ts';

export interface LocalNodeConfig {
  /** Where the mailbox and the keys are kept; made when it is not there. */
  readonly folder: string;
  /** The built web app; absent: none is served. */
  readonly app?: string;
  /** IP address on which mailbox, relay and STUN listen. The app is on loopback whatever this says. */
  readonly host: string;
  /** IP address or name that others are told instead. */
  readonly announce?: string;
  /** Multiaddrs that others are told instead, where a proxy has the certificate. Without PeerId. */
  readonly announceMailbox?: string;
  readonly announceRelay?: string;
  readonly ports: NodePorts;
  /** Where the app may connect to, as sources of CSP; absent: any WebSocket. */
  readonly connect?: readonly string[];
  /** What happens to the mailbox; absent: silent. */
  readonly log?: MailboxLog;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a client needs to use the node. */
export interface NodeServices {
  readonly mailboxes: readonly MailboxAddress[];
  readonly relays: readonly MailboxAddress[];
  readonly stunServers: readonly string[];
}

export interface LocalNode {
  /** `http://localhost:7700`, when an app is served. */
  readonly origin: string | undefined;
  /** Of the app that is served. */
  readonly bundle: BundleName | undefined;
  readonly services: NodeServices;
  /** Ends everything in order; what was begun is finished. */
  stop(): Promise<void>;
}

/**
 * Starts the node; everything is ready when it resolves, and nothing is left running when it throws.
 * @throws {UnavailableError} `refused` when a port is taken, `home-busy` when another node uses the folder
 * @throws {UsageError} `invalid-argument` when there is no app in the folder given
 */
export async function runLocalNode(config: LocalNodeConfig): Promise<LocalNode> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const files = config.app === undefined ? undefined : readAppFiles(config.app);
    const services = await startServices(config, stops);
    if (files === undefined) return { origin: undefined, bundle: undefined, services, stop };
    const { connect, ports } = config;
    const more = connect === undefined ? {} : { connect };
    const app = await serveApp({ port: ports.app, files, node: services, ...more });
    stops.push(() => app.close());
    return { origin: app.origin, bundle: bundleName(files), services, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServices(config: LocalNodeConfig, stops: (() => Promise<void>)[]): Promise<NodeServices> {
  const { folder, host, announce, ports, log, clock, random } = config;
  const outside = announce ?? host;
  // WebSocket alone: browsers and terminals both speak it, and a mailbox has one address.
  const listening = (port: number, told: string | undefined) => {
    const announced = told ?? (announce === undefined ? undefined : webSocketAddress(announce, port));
    const listen = [webSocketAddress(host, port)];
    return announced === undefined ? { listen } : { listen, announce: [announced] };
  };
  const mailbox = await runMailbox({
    folder: join(folder, 'mailbox'),
    ...listening(ports.mailbox, config.announceMailbox),
    ...(log === undefined ? {} : { log }),
    clock,
    random,
  });
  stops.push(() => mailbox.stop());
  const relay = await runRelay({
    folder: join(folder, 'relay'),
    ...listening(ports.relay, config.announceRelay),
    clock,
    random,
  });
  stops.push(() => relay.stop());
  const stun = await startStunServer({ host, port: ports.stun, clock });
  stops.push(() => stun.close());
  return { mailboxes: mailbox.addresses, relays: relay.addresses, stunServers: [stunAddress(outside, stun.port)] };
}
