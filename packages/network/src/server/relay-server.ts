/**
 * A relay on which browsers negotiate WebRTC links (specs/07 §8): circuit relay v2, for signalling only.
 *
 * Every relayed connection has few bytes and little time, announced to both ends, so that nothing else can ride on it.
 * Owns the quotas. Must not know contacts: whoever connects may reserve and be reached. Its PeerId is not a mailbox's.
 */
import type { CircuitRelayService } from '@libp2p/circuit-relay-v2';
import type { ConnectionGater, PeerId } from '@libp2p/interface';
import { signingKeyPair } from '@sotto/crypto';
import type { Clock } from '@sotto/ports';
import { formatPeerId, type MailboxAddress, UsageError } from '@sotto/wire';
import { startListening } from '../peer/listening-node.ts';
import type { PeerNode } from '../peer/peer-node.ts';
import { usableAddress } from '../peer/usable-address.ts';
import { ConnectionQuota, hostOf } from './connection-quota.ts';
import { RelayRates } from './relay-rates.ts';

const SERVICE = 'circuitRelay';
/** Two descriptions with candidates, a Noise handshake and identify take about 12 KiB in both directions. */
const RELAYED_BYTES = 65_536n;
const RELAYED_MS = 30_000;
const RESERVATION_MS = 3_600_000;
const HOP_TIMEOUT_MS = 10_000;

export interface RelayLimits {
  readonly maxConnections: number;
  /** Behind a reverse proxy every client has the proxy's address. */
  readonly maxConnectionsPerHost: number;
  readonly inboundPerSecond: number;
  readonly maxReservations: number;
  readonly maxReservationsPerHost: number;
  /** Relayed connections that one peer may begin, and that may be begun to one peer: a burst, and per minute. */
  readonly connectBurst: number;
  readonly connectsPerMinute: number;
}

const DEFAULT_LIMITS: RelayLimits = {
  maxConnections: 1_024,
  maxConnectionsPerHost: 128,
  inboundPerSecond: 50,
  maxReservations: 1_024,
  maxReservationsPerHost: 64,
  connectBurst: 30,
  connectsPerMinute: 30,
};

export interface RelayServerOptions {
  /** Ed25519 seed of the relay's PeerId, 32 bytes. */
  readonly seed: Uint8Array;
  /** Multiaddrs, e.g. `/ip4/0.0.0.0/tcp/4003/ws`. */
  readonly listen: readonly string[];
  /** Multiaddrs that clients are told, when they differ (a proxy, a name). Without PeerId. */
  readonly announce?: readonly string[];
  readonly clock: Clock;
  readonly limits?: Partial<RelayLimits>;
}

export interface RelayServer {
  readonly peerId: string;
  /** Where clients reach it, once it is started. */
  addresses(): readonly MailboxAddress[];
  /** Peers that keep a place here now. */
  reservations(): number;
  /** @throws {UnavailableError} `refused` when an address cannot be listened on */
  start(): Promise<void>;
  /** Ends every connection. A stopped relay is not started again. */
  stop(): Promise<void>;
}

/** @throws {UsageError} `invalid-argument` for a seed of a wrong length */
export function createRelayServer(options: RelayServerOptions): RelayServer {
  if (options.seed.length !== 32) throw new UsageError('invalid-argument', 'the seed must be 32 bytes');
  return new Libp2pRelayServer(options);
}

class Libp2pRelayServer implements RelayServer {
  readonly peerId: string;
  readonly #options: RelayServerOptions;
  readonly #limits: RelayLimits;
  readonly #rates: RelayRates;
  #node: PeerNode | undefined;

  constructor(options: RelayServerOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    const { connectBurst, connectsPerMinute } = this.#limits;
    this.#rates = new RelayRates({ burst: connectBurst, perMinute: connectsPerMinute, clock: options.clock });
    this.peerId = formatPeerId(signingKeyPair(options.seed).publicKey);
  }

  addresses(): readonly MailboxAddress[] {
    const listed = this.#node?.addresses.list() ?? [];
    return listed.flatMap((address) => usableAddress(`${address}/p2p/${this.peerId}`));
  }

  reservations(): number {
    return this.#service?.reservations.size ?? 0;
  }

  async start(): Promise<void> {
    if (this.#node !== undefined) throw new UsageError('already-initialised', 'the relay is started already');
    const { maxConnections, maxConnectionsPerHost, inboundPerSecond, maxReservations } = this.#limits;
    // Whoever imports this package gets this file, and few of them start a relay.
    const { circuitRelayServer } = await import('./relay-service.ts');
    const options = {
      seed: this.#options.seed,
      listen: this.#options.listen,
      ...(this.#options.announce === undefined ? {} : { announce: this.#options.announce }),
      maxConnections,
      inboundPerSecond,
      addressDialTimeoutMs: 5_000,
      ping: { intervalMs: 10_000, timeoutMs: 10_000 },
      identify: 'answer' as const,
      gater: this.#gater(new ConnectionQuota(maxConnectionsPerHost)),
      services: {
        [SERVICE]: circuitRelayServer({
          hopTimeout: HOP_TIMEOUT_MS,
          maxInboundHopStreams: 8,
          maxOutboundStopStreams: 8,
          reservations: {
            maxReservations,
            reservationTtl: RESERVATION_MS,
            defaultDataLimit: RELAYED_BYTES,
            defaultDurationLimit: RELAYED_MS,
          },
        }),
      },
    };
    this.#node = await startListening(options, async ({ libp2p }) => {
      libp2p.addEventListener('peer:disconnect', ({ detail }) => this.#release(detail));
    });
  }

  async stop(): Promise<void> {
    await this.#node?.stop();
  }

  get #service(): CircuitRelayService | undefined {
    const services = this.#node?.libp2p.services as Readonly<Record<string, unknown>> | undefined;
    return services?.[SERVICE] as CircuitRelayService | undefined;
  }

  #gater(quota: ConnectionQuota): ConnectionGater {
    return {
      // A relay answers and never calls.
      denyDialMultiaddr: () => true,
      denyInboundConnection: (connection) => !quota.admit(connection),
      denyInboundRelayReservation: (peer) => !this.#mayReserve(peer),
      denyOutboundRelayedConnection: (source, destination) => !this.#rates.admit(`from ${source}`, `to ${destination}`),
    };
  }

  /** One place per peer, and few per host, so that nobody fills the relay with PeerIds of their own. */
  #mayReserve(peer: PeerId): boolean {
    const service = this.#service;
    const [connection] = this.#node?.libp2p.getConnections(peer) ?? [];
    if (service === undefined || connection === undefined) return false;
    if (service.reservations.has(peer)) return true;
    const host = hostOf(connection.remoteAddr);
    const ofHost = [...service.reservations.values()].filter(({ addr }) => hostOf(addr) === host);
    return ofHost.length < this.#limits.maxReservationsPerHost;
  }

  /** A place is worth nothing without its connection; libp2p would keep it for its whole time. */
  #release(peer: PeerId): void {
    const reservation = this.#service?.reservations.get(peer);
    if (reservation === undefined) return;
    reservation.signal.clear();
    this.#service?.reservations.delete(peer);
  }
}
