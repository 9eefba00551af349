/**
 * `/sotto/direct/1`: streams between devices (specs/07). Knows peers by PeerId only.
 *
 * Owns who may connect, how a peer is dialled and when it is left alone after failures. One call of `connect` is one
 * attempt; trying again is the caller's decision, except that a peer seen on the local network is dialled at once.
 */
import type { Connection, Stream } from '@libp2p/interface';
import type {
  CallOptions,
  Clock,
  DirectDelivery,
  DirectReply,
  DirectTransport,
  PeerLocation,
  PeerPath,
  Random,
} from '@sotto/ports';
import { type EnvelopeId, UnavailableError, UsageError } from '@sotto/wire';
import { pathKind } from '../figures/path-kind.ts';
import { untilAborted, withDeadline } from '../peer/cancellation.ts';
import { closeIfUnused } from '../peer/connection-use.ts';
import { DialBackoff } from '../peer/dial-backoff.ts';
import type { PeerNode } from '../peer/peer-node.ts';
import { DIRECT_PROTOCOL } from './direct-frame.ts';
import { DirectLink, type Opener } from './direct-link.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const MAX_ADDRESSES = 8;
/** After this time, a connection without a stream is one that nobody needs. */
const SETTLE_MS = 5_000;

interface Handlers {
  delivery: (delivery: DirectDelivery) => void;
  connected: (peerId: string) => void;
  disconnected: (peerId: string) => void;
  addressesChanged: () => void;
}

export interface DirectPeersOptions {
  readonly peerId: string;
  readonly clock: Clock;
  readonly random: Random;
}

export class DirectPeers implements DirectTransport {
  readonly peerId: string;
  readonly #clock: Clock;
  readonly #backoff: DialBackoff;
  readonly #handlers: Handlers = {
    delivery: ignore,
    connected: ignore,
    disconnected: ignore,
    addressesChanged: ignore,
  };
  readonly #links = new Map<string, DirectLink>();
  readonly #connecting = new Map<string, Promise<void>>();
  /** Addresses seen on the local network, of allowed peers only. */
  readonly #seen = new Map<string, readonly string[]>();
  #allowed: ReadonlySet<string> = new Set();
  #relayed: readonly string[] = [];
  #node: PeerNode | undefined;

  constructor(options: DirectPeersOptions) {
    this.peerId = options.peerId;
    this.#clock = options.clock;
    this.#backoff = new DialBackoff(options.clock, options.random);
  }

  isAllowed(peerId: string): boolean {
    return this.#allowed.has(peerId);
  }

  /** Registers the protocol on a node that is not started yet. */
  async attach(node: PeerNode): Promise<void> {
    this.#node = node;
    node.libp2p.addEventListener('self:peer:update', () => this.#handlers.addressesChanged());
    await node.libp2p.handle(DIRECT_PROTOCOL, (stream, connection) => this.#accept(node, stream, connection), {
      maxInboundStreams: 2,
      maxOutboundStreams: 2,
    });
  }

  /** Says goodbye to every peer, without waiting. */
  leave(): void {
    for (const link of this.#links.values()) link.leave();
  }

  /** Says goodbye and forgets the node, and all that it has seen. Another one may be attached. */
  detach(): void {
    this.leave();
    this.#node = undefined;
    this.#relayed = [];
    this.#seen.clear();
    this.#backoff.clear();
  }

  /** Failures so far say nothing about the next dial. */
  forgetFailures(): void {
    this.#backoff.clear();
  }

  addresses(): readonly string[] {
    return [...(this.#node?.addresses.list() ?? []), ...this.#relayed];
  }

  /** Addresses at relays, in place of the ones before. */
  relayedAddresses(addresses: readonly string[]): void {
    this.#relayed = addresses;
    this.#handlers.addressesChanged();
  }

  isConnected(peerId: string): boolean {
    return this.#links.get(peerId)?.isOpen === true;
  }

  connectedPeers(): readonly string[] {
    return [...this.#links].filter(([, link]) => link.isOpen).map(([peerId]) => peerId);
  }

  /** How the open links run. */
  paths(): readonly PeerPath[] {
    return [...this.#links].flatMap(([peerId, { connection, sinceMs }]) => {
      if (connection === undefined) return [];
      const { rtt, remoteAddr } = connection;
      const kind = pathKind(remoteAddr.toString());
      return [{ peerId, kind, sinceMs, ...(rtt === undefined ? {} : { roundTripMs: rtt }) }];
    });
  }

  async connect(location: PeerLocation, options?: CallOptions): Promise<void> {
    if (this.isConnected(location.peerId)) return;
    const running = this.#connecting.get(location.peerId);
    const attempt = running ?? this.#attempt(location).finally(() => this.#connecting.delete(location.peerId));
    if (running === undefined) this.#connecting.set(location.peerId, attempt);
    await untilAborted(attempt, options?.signal);
  }

  send(
    peerId: string,
    envelope: { readonly id: EnvelopeId; readonly bytes: Uint8Array },
    options?: CallOptions,
  ): Promise<DirectReply> {
    const link = this.#links.get(peerId);
    return link === undefined ? Promise.reject(unreachable('no stream')) : link.send(envelope, options);
  }

  onDelivery(handler: (delivery: DirectDelivery) => void): void {
    this.#set('delivery', handler);
  }

  onPeerConnected(handler: (peerId: string) => void): void {
    this.#set('connected', handler);
  }

  onPeerDisconnected(handler: (peerId: string) => void): void {
    this.#set('disconnected', handler);
  }

  onAddressesChanged(handler: () => void): void {
    this.#set('addressesChanged', handler);
  }

  allowPeers(peerIds: ReadonlySet<string>): void {
    this.#allowed = new Set(peerIds);
    for (const peerId of this.#seen.keys()) if (!this.isAllowed(peerId)) this.#seen.delete(peerId);
    for (const peerId of this.#links.keys()) if (!this.isAllowed(peerId)) void this.disconnect(peerId);
  }

  async disconnect(peerId: string): Promise<void> {
    this.#links.get(peerId)?.leave();
    await this.#hangUp(peerId);
  }

  /** A peer was seen on the local network. */
  discovered(peerId: string, addresses: readonly string[]): void {
    if (!this.isAllowed(peerId)) return;
    const news = this.#seen.get(peerId)?.join() !== addresses.join();
    this.#seen.set(peerId, addresses);
    if (news) this.#backoff.reset(peerId);
    // Failing is ordinary: the announcement may be stale, and the next one tries again.
    this.connect({ peerId, addresses: [] }).catch(ignore);
  }

  #set<Name extends keyof Handlers>(name: Name, handler: Handlers[Name]): void {
    if (this.#handlers[name] !== ignore) throw new UsageError('invalid-argument', 'this handler is set already');
    this.#handlers[name] = handler;
  }

  async #attempt(location: PeerLocation): Promise<void> {
    const { peerId } = location;
    const retryAfterMs = this.#backoff.remainingMs(peerId);
    if (retryAfterMs > 0) throw unreachable('failed a moment ago', retryAfterMs);
    const node = this.#node;
    if (node === undefined) throw unreachable('not started');
    try {
      await withDeadline({ clock: this.#clock, timeoutMs: CONNECT_TIMEOUT_MS }, (signal) =>
        this.#open(node, location, signal),
      );
      this.#backoff.reset(peerId);
    } catch (error) {
      if (this.isConnected(peerId)) return;
      this.#backoff.failed(peerId);
      throw error instanceof UnavailableError ? error : unreachable('dial failed');
    }
  }

  async #open(node: PeerNode, location: PeerLocation, signal: AbortSignal): Promise<void> {
    const connection = await this.#connection(node, location, signal);
    // The peer may have been faster: its stream serves as well as ours.
    if (this.isConnected(location.peerId)) return;
    const stream = await connection.newStream(DIRECT_PROTOCOL, { signal, maxOutboundStreams: 2 });
    if (this.#node !== node) throw unreachable('not started');
    this.#join(stream, connection, 'us');
  }

  async #connection(node: PeerNode, location: PeerLocation, signal: AbortSignal): Promise<Connection> {
    const [open] = node.connectionsTo(location.peerId);
    if (open !== undefined) return open;
    const addresses = new Set([...(this.#seen.get(location.peerId) ?? []), ...location.addresses]);
    const targets = [...addresses].flatMap((address) => dialTarget(address, location.peerId)).slice(0, MAX_ADDRESSES);
    if (targets.length === 0) throw unreachable('no address');
    return await node.dial(targets, signal);
  }

  #accept(node: PeerNode, stream: Stream, connection: Connection): void {
    if (this.#node === node && this.isAllowed(connection.remotePeer.toString())) this.#join(stream, connection, 'them');
    else stream.abort(new UnavailableError('refused', 'not a contact'));
  }

  #join(stream: Stream, connection: Connection, opener: Opener): void {
    const peerId = connection.remotePeer.toString();
    const known = this.#links.get(peerId);
    const link = known ?? this.#newLink(peerId);
    link.attach(stream, connection, opener);
    if (known === undefined) {
      this.#backoff.reset(peerId);
      this.#tidyLater(peerId);
      this.#handlers.connected(peerId);
    }
  }

  async #hangUp(peerId: string): Promise<void> {
    const connections = this.#node?.libp2p.getConnections() ?? [];
    const theirs = connections.filter((connection) => connection.remotePeer.toString() === peerId);
    await Promise.all(theirs.map((connection) => connection.close().catch((error: Error) => connection.abort(error))));
  }

  /** Two dials that crossed, or a peer that said goodbye, may leave a connection behind. */
  #tidyLater(peerId: string): void {
    this.#clock.schedule(SETTLE_MS, () => this.#node?.connectionsTo(peerId).forEach(closeIfUnused));
  }

  #newLink(peerId: string): DirectLink {
    const link: DirectLink = new DirectLink({
      peerId,
      ourPeerId: this.peerId,
      clock: this.#clock,
      onDelivery: (delivery) => this.#handlers.delivery(delivery),
      onDown: () => {
        this.#links.delete(peerId);
        this.#tidyLater(peerId);
        this.#handlers.disconnected(peerId);
      },
    });
    this.#links.set(peerId, link);
    return link;
  }
}

function ignore(): void {}

const NAMED_PEER = /\/p2p\/([^/]+)$/;

/** The address with the PeerId at its end; nothing when it names somebody else. */
function dialTarget(address: string, peerId: string): string[] {
  const named = NAMED_PEER.exec(address)?.[1];
  if (named === undefined) return [`${address}/p2p/${peerId}`];
  return named === peerId ? [address] : [];
}

function unreachable(reason: string, retryAfterMs?: number): UnavailableError {
  return new UnavailableError('unreachable', 'the peer cannot be reached', {
    facts: { reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(retryAfterMs) }) },
  });
}
