/**
 * Everything that a client needs of libp2p, behind the port `Network` (specs/06, specs/07).
 *
 * Four peers under four PeerIds: `direct` is known to contacts; the three that talk to mailboxes (one reads, one deposits
 * and looks others up, one publishes our account) are thrown away with the process, so that no mailbox can join reader,
 * sender, account and device by PeerId (attack E6).
 */
import { signingKeyPair } from '@sotto/crypto';
import type { Clock, Network, Random, TransportFigure, TransportKind } from '@sotto/ports';
import { formatPeerId, type MailboxAddress, UnavailableError, UsageError } from '@sotto/wire';
import { platform } from '#platform';
import { directGater } from './direct/direct-gater.ts';
import { DirectNode, type RunningDirect } from './direct/direct-node.ts';
import { DirectPeers } from './direct/direct-peers.ts';
import { DirectoryChannel } from './directory/directory-channel.ts';
import { DIRECTORY_PROTOCOL } from './directory/directory-codec.ts';
import { RemoteKeyDirectory } from './directory/remote-key-directory.ts';
import { FiguresWatch } from './figures/node-watch.ts';
import { MailboxChannel } from './mailbox/mailbox-channel.ts';
import { MAILBOX_PROTOCOL } from './mailbox/mailbox-codec.ts';
import { RemoteMailboxDepositor } from './mailbox/mailbox-depositor.ts';
import { RemoteMailboxReader } from './mailbox/mailbox-reader.ts';
import { ChannelPool } from './peer/channel-pool.ts';
import { LazyNode } from './peer/lazy-node.ts';
import { startListening } from './peer/listening-node.ts';
import type { PeerNode, PeerNodeOptions } from './peer/peer-node.ts';
import { MAX_RELAYS, RelayKeeper } from './relay/relay-keeper.ts';

const MAX_DIRECT_CONNECTIONS = 256;
const MAILBOX_TRANSPORTS: ReadonlySet<TransportKind> = new Set(['tcp', 'websocket']);

export interface NetworkOptions {
  /** Ed25519 seed of the device's PeerId, 32 bytes. */
  readonly directSeed: Uint8Array;
  /** Where to listen for contacts; absent: dial only. A port that is taken is replaced by a free one. */
  readonly listen?: { readonly host: string; readonly port: number; readonly webSocketPort?: number } | undefined;
  /** Whether to announce the device on the local network and to find contacts there. */
  readonly discovery: boolean;
  /** Where a page can be found by other pages: relays of the person's choice, best first. Node listens instead. */
  readonly relays?: readonly MailboxAddress[];
  /** `stun:host:port` of servers that tell a page its address; nobody else is ever asked. */
  readonly stunServers?: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
}

/** @throws {UsageError} `invalid-argument` for a seed of a wrong length */
export function createNetwork(options: NetworkOptions): Network {
  if (options.directSeed.length !== 32) throw new UsageError('invalid-argument', 'the seed must be 32 bytes');
  const { clock, random } = options;
  const peerId = formatPeerId(signingKeyPair(options.directSeed).publicKey);
  const direct = new DirectPeers({ peerId, clock, random });
  const watch = new FiguresWatch({
    clock,
    transports: platform.transports().filter((kind) => isTurnedOn(kind, options)),
    isContact: (id) => direct.isAllowed(id),
  });
  const readerNode = new LazyNode(random, watch.mailboxes);
  const depositorNode = new LazyNode(random, watch.mailboxes);
  const publisherNode = new LazyNode(random, watch.mailboxes);
  const mailboxPool = (node: LazyNode) =>
    new ChannelPool({
      node,
      protocol: MAILBOX_PROTOCOL,
      clock,
      random,
      create: (channel) => new MailboxChannel({ ...channel, clock }),
    });
  const directoryPool = (node: LazyNode) =>
    new ChannelPool({
      node,
      protocol: DIRECTORY_PROTOCOL,
      clock,
      random,
      create: (channel) => new DirectoryChannel({ ...channel, clock }),
    });
  const pools = {
    reader: mailboxPool(readerNode),
    depositor: mailboxPool(depositorNode),
    ours: directoryPool(publisherNode),
    theirs: directoryPool(depositorNode),
  };
  const directNode = new DirectNode(() => startDirect(options, direct, watch));
  const untried = wantedRelays(options).map((address) => ({ address, isReserved: false }));
  return {
    direct,
    reader: new RemoteMailboxReader(pools.reader),
    depositor: new RemoteMailboxDepositor(pools.depositor),
    directory: new RemoteKeyDirectory(pools),
    figures: {
      traffic: () => watch.meter.report(),
      paths: () => direct.paths(),
      relays: () => (directNode.isWanted ? (directNode.running?.keeper?.places() ?? untried) : []),
      transports: () => watch.transports.list().map((figure) => withoutDirect(figure, directNode.isWanted)),
      mailboxRoundTripMs: (mailbox) => pools.reader.roundTripMs(mailbox),
    },
    start: () => directNode.start(),
    setDirect: (isOn) => directNode.set(isOn),
    async wake() {
      if (!directNode.isStarted) return;
      for (const pool of Object.values(pools)) pool.forgetFailures();
      direct.forgetFailures();
      const { running } = directNode;
      const nodes = [...(running === undefined ? [] : [running.node]), readerNode, depositorNode, publisherNode];
      await Promise.all(nodes.map((node) => node.endSilent()));
      running?.keeper?.retryNow();
    },
    async stop() {
      for (const pool of Object.values(pools)) pool.stop();
      await Promise.all([directNode.stop(), readerNode.stop(), depositorNode.stop(), publisherNode.stop()]);
    },
  };
}

/** What reaches nobody but devices of contacts cannot be used while there is no direct way. */
function withoutDirect(figure: TransportFigure, isDirectWanted: boolean): TransportFigure {
  return isDirectWanted || MAILBOX_TRANSPORTS.has(figure.kind) ? figure : { ...figure, isAvailable: false };
}

/** The relays that will be asked for a place, where the platform uses any. */
function wantedRelays({ relays = [] }: NetworkOptions): readonly MailboxAddress[] {
  return platform.transports().includes('relay') ? relays.slice(0, MAX_RELAYS) : [];
}

/** What needs a setting besides the platform. */
function isTurnedOn(kind: TransportKind, { discovery, relays = [] }: NetworkOptions): boolean {
  if (kind === 'local-discovery') return discovery;
  return kind !== 'relay' || relays.length > 0;
}

async function startDirect(options: NetworkOptions, direct: DirectPeers, watch: FiguresWatch): Promise<RunningDirect> {
  const node = await startNode(options, direct, watch);
  const keeper = keepRelays(node, options, direct);
  const forget = platform.onLeaving(() => direct.leave());
  return {
    node,
    keeper,
    async stop() {
      forget();
      keeper?.stop();
      direct.detach();
      await node.stop();
    },
  };
}

function keepRelays(
  node: PeerNode,
  { relays = [], clock, random }: NetworkOptions,
  direct: DirectPeers,
): RelayKeeper | undefined {
  const { relay: client, libp2p } = node;
  if (client === undefined) return undefined;
  const keeper: RelayKeeper = new RelayKeeper({
    relays,
    clock,
    random,
    reserve: (relay, signal) => client.reserve(libp2p, relay, signal),
    onChange: () => direct.relayedAddresses(keeper.addresses()),
  });
  client.onLost((peerId) => keeper.lost(peerId));
  keeper.start();
  return keeper;
}

async function startNode(options: NetworkOptions, direct: DirectPeers, watch: FiguresWatch): Promise<PeerNode> {
  const start = (listen: readonly string[]) =>
    startListening({ ...directNodeOptions(options, direct, watch), listen }, (node) => direct.attach(node));
  const { listen } = options;
  if (listen === undefined) return await start([]);
  try {
    return await start(listenAddresses(listen.host, listen.port, listen.webSocketPort));
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    return await start(listenAddresses(listen.host, 0, listen.webSocketPort === undefined ? undefined : 0));
  }
}

function directNodeOptions(options: NetworkOptions, direct: DirectPeers, watch: FiguresWatch): PeerNodeOptions {
  const { relays = [], stunServers = [], clock } = options;
  const isOurRelay = (peerId: string) => relays.some((relay) => relay.endsWith(`/p2p/${peerId}`));
  return {
    seed: options.directSeed,
    listen: [],
    maxConnections: MAX_DIRECT_CONNECTIONS,
    inboundPerSecond: 50,
    addressDialTimeoutMs: platform.directDialTimeoutMs,
    ping: { intervalMs: 2_000, timeoutMs: 3_000 },
    identify: 'ask',
    gater: directGater({ isAllowed: (peerId) => direct.isAllowed(peerId), isOurRelay }),
    meeting: { stunServers, isOurRelay, clock },
    watch: watch.devices,
    ...(options.discovery
      ? {
          discovery: {
            isKnown: (peerId) => direct.isAllowed(peerId),
            onFound: (peerId, addresses) => {
              watch.transports.worked('local-discovery');
              direct.discovered(peerId, addresses);
            },
          },
        }
      : {}),
  };
}

function listenAddresses(host: string, port: number, webSocketPort: number | undefined): string[] {
  const base = `/${host.includes(':') ? 'ip6' : 'ip4'}/${host}/tcp`;
  return [`${base}/${port}`, ...(webSocketPort === undefined ? [] : [`${base}/${webSocketPort}/ws`])];
}
