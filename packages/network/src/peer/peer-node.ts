/**
 * The libp2p peer under everything here: the transports of the platform, Noise, Yamux (specs/07 §1).
 *
 * Owns every setting of libp2p. Defaults that bite are set explicitly: limits of connections, bounded buffers, no user
 * agent, no log output, no built-in reconnect. Must not know the protocols that run on it.
 */
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { Connection, ConnectionGater, Libp2p } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { peerIdFromString } from '@libp2p/peer-id';
import { type Ping, ping } from '@libp2p/ping';
import { yamux } from '@libp2p/yamux';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { UnavailableError } from '@sotto/wire';
import { createLibp2p } from 'libp2p';
import { platformTransports } from '#transports';
import type { NodeWatch } from '../figures/node-watch.ts';
import type { RelayClient } from '../relay/relay-client.ts';
import type { WebRtcOptions } from '../webrtc/webrtc-transport.ts';
import { isNeverDialled } from './dial-policy.ts';
import type { LocalDiscoveryOptions } from './local-discovery.ts';
import { type OwnAddresses, ownAddresses } from './own-addresses.ts';
import { quietLogger } from './quiet-logger.ts';

/** How long a Yamux stream may hold unsent bytes before it is reset. A caller that waits for `drain` stays far below. */
const MAX_WRITE_BUFFER_BYTES = 4_194_304;
/** Twice the window of Yamux, so that a paused stream never overflows. */
const MAX_READ_BUFFER_BYTES = 524_288;
const MAX_STREAMS_PER_CONNECTION = 32;
const MAX_ADDRESSES_PER_DIAL = 8;
const CLOSE_TIMEOUT_MS = 100;
/** Of a sign of life after the device woke: far more than a round trip, and little for a person to wait. */
const LIFE_SIGN_TIMEOUT_MS = 2_000;
const AGENT = 'sotto';

export interface PeerNodeOptions {
  /** Ed25519 seed, 32 bytes: the PeerId. */
  readonly seed: Uint8Array;
  /** Multiaddrs to listen on; empty: dial only. */
  readonly listen: readonly string[];
  /** Multiaddrs to tell others instead of the ones listened on. */
  readonly announce?: readonly string[];
  readonly maxConnections: number;
  /** Inbound connections per second from one address. */
  readonly inboundPerSecond: number;
  /** Time for one dial to one address. */
  readonly addressDialTimeoutMs: number;
  /** A peer that does not answer a ping within `timeoutMs` is cut off. */
  readonly ping: { readonly intervalMs: number; readonly timeoutMs: number };
  /** `off`: say nothing about ourselves. `answer`: when asked. `ask`: ask others as well. */
  readonly identify: 'off' | 'answer' | 'ask';
  readonly gater?: ConnectionGater;
  readonly discovery?: LocalDiscoveryOptions;
  /** Meeting others through relays, where the platform can. */
  readonly meeting?: WebRtcOptions;
  /** Who measures what the node does. */
  readonly watch?: NodeWatch;
  /** Services of libp2p besides our own, by name. */
  readonly services?: Readonly<Record<string, ServiceFactory>>;
}

type ServiceFactory = NonNullable<NonNullable<Parameters<typeof createLibp2p>[0]>['services']>[string];

export interface PeerNode {
  readonly libp2p: Libp2p;
  readonly addresses: OwnAddresses;
  readonly relay: RelayClient | undefined;
  /** Open connections to a peer, oldest first. A relayed one is for negotiating only and does not count. */
  connectionsTo(peerId: string): readonly Connection[];
  /** Dials multiaddrs of one peer, best first, each with its PeerId; text that is no multiaddr is left out. */
  dial(addresses: readonly string[], signal: AbortSignal): Promise<Connection>;
  /** Asks every connection for a sign of life, and ends those that give none in time. */
  endSilent(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds a node that is not started yet: register handlers, then `start`. */
export async function createPeerNode(options: PeerNodeOptions): Promise<PeerNode> {
  const privateKey = await generateKeyPairFromSeed('Ed25519', options.seed);
  const meeting = options.meeting === undefined ? undefined : platformTransports.meeting(options.meeting);
  const libp2p = await createLibp2p({
    start: false,
    privateKey,
    logger: quietLogger,
    ...(options.watch === undefined ? {} : { metrics: options.watch.metrics }),
    nodeInfo: { name: AGENT, version: '', userAgent: AGENT },
    addresses: { listen: [...options.listen], announce: [...(options.announce ?? [])] },
    transports: [...platformTransports.basic(), ...(meeting?.transports ?? [])],
    connectionEncrypters: [noise()],
    streamMuxers: [
      yamux({
        // The connection monitor pings already; without a measured round trip the receive window stays 256 KiB.
        enableKeepAlive: false,
        maxInboundStreams: MAX_STREAMS_PER_CONNECTION,
        maxOutboundStreams: MAX_STREAMS_PER_CONNECTION,
        streamOptions: { maxWriteBufferLength: MAX_WRITE_BUFFER_BYTES, maxReadBufferLength: MAX_READ_BUFFER_BYTES },
      }),
    ],
    connectionGater: { denyDialMultiaddr: isNeverDialled, ...options.gater },
    connectionManager: connectionManagement(options),
    connectionMonitor: {
      pingInterval: options.ping.intervalMs,
      pingTimeout: { minTimeout: options.ping.timeoutMs, maxTimeout: options.ping.timeoutMs * 2 },
    },
    services: {
      ping: ping(),
      addresses: ownAddresses,
      ...(options.identify === 'off'
        ? {}
        : { identify: identify({ runOnConnectionOpen: options.identify === 'ask' }) }),
      ...(options.discovery === undefined || platformTransports.localDiscovery === undefined
        ? {}
        : { discovery: platformTransports.localDiscovery(options.discovery) }),
      ...options.services,
    },
  });
  forgetPeersThatLeave(libp2p);
  libp2p.addEventListener('connection:open', ({ detail: connection }) => options.watch?.opened(connection));
  return {
    libp2p,
    addresses: libp2p.services.addresses,
    relay: meeting?.relay,
    connectionsTo: (peerId) =>
      libp2p
        .getConnections(peerIdFromString(peerId))
        .filter(({ status, limits }) => status === 'open' && limits === undefined),
    dial: (addresses, signal) => libp2p.dial(addresses.flatMap(parseAddress), { signal }),
    endSilent: () => endSilent(libp2p),
    stop: () => stop(libp2p),
  };
}

/** The peer store keeps every PeerId it ever met, and throw-away PeerIds never come back (attack F3). */
function forgetPeersThatLeave(libp2p: Libp2p): void {
  libp2p.addEventListener('peer:disconnect', ({ detail: peerId }) => {
    libp2p.peerStore.delete(peerId).catch(() => {});
  });
}

function parseAddress(address: string): Multiaddr[] {
  try {
    return [multiaddr(address)];
  } catch {
    return [];
  }
}

async function endSilent(libp2p: Libp2p<{ ping: Ping }>): Promise<void> {
  await Promise.all(
    libp2p.getConnections().map(async (connection) => {
      try {
        await libp2p.services.ping.ping(connection.remotePeer, { signal: AbortSignal.timeout(LIFE_SIGN_TIMEOUT_MS) });
      } catch {
        connection.abort(new UnavailableError('unreachable', 'it gave no sign of life'));
      }
    }),
  );
}

/** Two ends that stop together would each wait half a second in libp2p's own closing of connections. */
async function stop(libp2p: Libp2p): Promise<void> {
  const signal = AbortSignal.timeout(CLOSE_TIMEOUT_MS);
  const closing = libp2p
    .getConnections()
    .map((connection) => connection.close({ signal }).catch((error: Error) => connection.abort(error)));
  await Promise.all(closing);
  await libp2p.stop();
}

function connectionManagement(options: PeerNodeOptions) {
  return {
    maxConnections: options.maxConnections,
    maxParallelDials: 32,
    maxDialQueueLength: 256,
    maxPeerAddrsToDial: MAX_ADDRESSES_PER_DIAL,
    addressDialTimeout: options.addressDialTimeoutMs,
    inboundConnectionThreshold: options.inboundPerSecond,
    maxIncomingPendingConnections: 500,
    inboundUpgradeTimeout: 4_000,
    inboundStreamProtocolNegotiationTimeout: 4_000,
    outboundStreamProtocolNegotiationTimeout: 4_000,
    connectionCloseTimeout: 500,
    reconnectRetries: 0,
    // Callers give addresses best first; the default order is by kind of address.
    addressSorter: () => 0 as const,
  };
}
