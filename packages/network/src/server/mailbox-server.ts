/**
 * The libp2p side of a mailbox: listens under the mailbox key, serves `/sotto/mailbox/1` and `/sotto/directory/1`
 * (specs/06, specs/02).
 *
 * Owns limits of connections and streams and the end of idle ones. Must not know what a topic holds: that is the
 * service's. The PeerId is the key that signs custody receipts.
 */
import type { Connection, ConnectionGater, Stream } from '@libp2p/interface';
import { signingKeyPair } from '@sotto/crypto';
import type { Clock, Random } from '@sotto/ports';
import { formatPeerId, type MailboxAddress, UsageError } from '@sotto/wire';
import { DIRECTORY_PROTOCOL } from '../directory/directory-codec.ts';
import { CHALLENGE_BYTES, MAILBOX_PROTOCOL } from '../mailbox/mailbox-codec.ts';
import type { DirectoryService, MailboxService } from '../mailbox-service.ts';
import { closeIfUnused, isInUse } from '../peer/connection-use.ts';
import { startListening } from '../peer/listening-node.ts';
import type { PeerNode } from '../peer/peer-node.ts';
import { usableAddress } from '../peer/usable-address.ts';
import { ConnectionQuota, remoteHost } from './connection-quota.ts';
import { serveDirectoryStream } from './directory-stream.ts';
import { MailboxStream } from './mailbox-stream.ts';
import type { ServerObserver } from './server-event.ts';

const SWEEP_MS = 15_000;

export interface MailboxServerLimits {
  readonly maxConnections: number;
  /** Behind a reverse proxy every client has the proxy's address. */
  readonly maxConnectionsPerHost: number;
  readonly inboundPerSecond: number;
  /** Of one protocol on one connection. */
  readonly maxStreams: number;
}

const DEFAULT_LIMITS: MailboxServerLimits = {
  maxConnections: 4_096,
  maxConnectionsPerHost: 256,
  inboundPerSecond: 50,
  maxStreams: 4,
};

export interface MailboxServerOptions {
  /** Ed25519 seed of the mailbox key, 32 bytes. */
  readonly seed: Uint8Array;
  /** Multiaddrs, e.g. `/ip4/0.0.0.0/tcp/4001`, `/ip4/0.0.0.0/tcp/4002/ws`. */
  readonly listen: readonly string[];
  /** Multiaddrs that clients are told, when they differ (a proxy, a name). Without PeerId. */
  readonly announce?: readonly string[];
  readonly mailbox: MailboxService;
  readonly directory: DirectoryService;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits?: Partial<MailboxServerLimits>;
  readonly observe?: ServerObserver;
}

export interface MailboxServer {
  readonly peerId: string;
  /** Where clients reach it, once it is started. */
  addresses(): readonly MailboxAddress[];
  /** @throws {UnavailableError} `refused` when an address cannot be listened on */
  start(): Promise<void>;
  /** Ends every stream and connection. A stopped server is not started again. */
  stop(): Promise<void>;
}

/** @throws {UsageError} `invalid-argument` for a seed of a wrong length */
export function createMailboxServer(options: MailboxServerOptions): MailboxServer {
  if (options.seed.length !== 32) throw new UsageError('invalid-argument', 'the seed must be 32 bytes');
  return new Libp2pMailboxServer(options);
}

class Libp2pMailboxServer implements MailboxServer {
  readonly peerId: string;
  readonly #options: MailboxServerOptions;
  readonly #limits: MailboxServerLimits;
  readonly #observe: ServerObserver;
  readonly #streams = new Set<{ sweep(): void }>();
  /** Connections that carried nothing of ours at the last sweep. */
  #unused: ReadonlySet<Connection> = new Set();
  #node: PeerNode | undefined;
  #cancelSweep: (() => void) | undefined;

  constructor(options: MailboxServerOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#observe = options.observe ?? (() => {});
    this.peerId = formatPeerId(signingKeyPair(options.seed).publicKey);
  }

  addresses(): readonly MailboxAddress[] {
    const listed = this.#node?.addresses.list() ?? [];
    return listed.flatMap((address) => usableAddress(`${address}/p2p/${this.peerId}`));
  }

  async start(): Promise<void> {
    if (this.#node !== undefined) throw new UsageError('already-initialised', 'the server is started already');
    const { maxConnections, maxConnectionsPerHost, inboundPerSecond } = this.#limits;
    this.#node = await startListening(
      {
        seed: this.#options.seed,
        listen: this.#options.listen,
        ...(this.#options.announce === undefined ? {} : { announce: this.#options.announce }),
        maxConnections,
        inboundPerSecond,
        addressDialTimeoutMs: 5_000,
        ping: { intervalMs: 30_000, timeoutMs: 10_000 },
        identify: 'answer',
        gater: this.#gater(new ConnectionQuota(maxConnectionsPerHost)),
      },
      (node) => this.#register(node),
    );
    this.#cancelSweep = this.#options.clock.schedule(SWEEP_MS, () => this.#sweep());
  }

  async stop(): Promise<void> {
    this.#cancelSweep?.();
    await this.#node?.stop();
  }

  #gater(quota: ConnectionQuota): ConnectionGater {
    return {
      denyInboundConnection: (connection) => {
        if (quota.admit(connection)) return false;
        this.#observe({ kind: 'connection', change: 'refused' });
        return true;
      },
    };
  }

  async #register({ libp2p }: PeerNode): Promise<void> {
    libp2p.addEventListener('connection:open', () => this.#observe({ kind: 'connection', change: 'opened' }));
    libp2p.addEventListener('connection:close', () => this.#observe({ kind: 'connection', change: 'closed' }));
    const options = { maxInboundStreams: this.#limits.maxStreams, maxOutboundStreams: 1 };
    await libp2p.handle(MAILBOX_PROTOCOL, (stream, connection) => this.#serveMailbox(stream, connection), options);
    await libp2p.handle(DIRECTORY_PROTOCOL, (stream, connection) => this.#serveDirectory(stream, connection), options);
  }

  #serveMailbox(stream: Stream, connection: Connection): void {
    const { mailbox: service, clock, random } = this.#options;
    const context = { ...requester(connection), challenge: random.bytes(CHALLENGE_BYTES) };
    const onEnd = () => this.#streams.delete(served);
    const served: MailboxStream = new MailboxStream({ stream, context, service, clock, observe: this.#observe, onEnd });
    this.#streams.add(served);
  }

  #serveDirectory(stream: Stream, connection: Connection): void {
    const { directory: service, clock } = this.#options;
    const onEnd = () => this.#streams.delete(served);
    const served = serveDirectoryStream({
      stream,
      requester: requester(connection),
      service,
      clock,
      observe: this.#observe,
      onEnd,
    });
    this.#streams.add(served);
  }

  #sweep(): void {
    for (const stream of this.#streams) stream.sweep();
    const unused = this.#node?.libp2p.getConnections().filter((connection) => !isInUse(connection)) ?? [];
    for (const connection of unused) if (this.#unused.has(connection)) closeIfUnused(connection);
    this.#unused = new Set(unused);
    this.#cancelSweep = this.#options.clock.schedule(SWEEP_MS, () => this.#sweep());
  }
}

function requester(connection: Connection) {
  return { remoteAddress: remoteHost(connection.remoteAddr), peerId: connection.remotePeer.toString() };
}
