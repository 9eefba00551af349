/** `DirectTransport` over the in-memory world: one ordered stream per pair of peers, replies by envelope id. */
import type { CallOptions, Clock, DirectDelivery, DirectReply, DirectTransport, PeerLocation } from '@sotto/ports';
import { type EnvelopeId, formatHex, UsageError } from '@sotto/wire';
import type { Connection } from './connection.ts';
import { aborted, type Link, unreachable } from './link.ts';

export interface MemoryDirectOptions {
  readonly peerId: string;
  readonly clock: Clock;
  readonly link: Link;
  readonly find: (peerId: string) => MemoryDirectTransport | undefined;
  readonly addresses: readonly string[];
  /** Whether peers are found without an address, as on one local network. */
  readonly localDiscovery: boolean;
  /** Somebody is dialled. */
  readonly onDial: (peerId: string) => void;
}

interface Handlers {
  delivery?: (delivery: DirectDelivery) => void;
  connected?: (peerId: string) => void;
  disconnected?: (peerId: string) => void;
  addressesChanged?: () => void;
}

interface DirectStream {
  readonly connection: Connection;
  readonly sinceMs: number;
  readonly pending: Map<string, PromiseWithResolvers<DirectReply>>;
}

export class MemoryDirectTransport implements DirectTransport {
  readonly peerId: string;
  readonly #options: MemoryDirectOptions;
  readonly #streams = new Map<string, DirectStream>();
  readonly #handlers: Handlers = {};
  #allowed: ReadonlySet<string> = new Set();
  #addresses: readonly string[];
  #isOn = true;

  constructor(options: MemoryDirectOptions) {
    this.peerId = options.peerId;
    this.#options = options;
    this.#addresses = options.addresses;
  }

  addresses(): readonly string[] {
    return this.#isOn ? this.#addresses : [];
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Where it is, whether the direct way is on or not. */
  get places(): readonly string[] {
    return this.#addresses;
  }

  /** As if the device had no way but mailboxes, or had one again. */
  turn(isOn: boolean): void {
    this.#isOn = isOn;
    if (!isOn) for (const { connection } of [...this.#streams.values()]) connection.close();
  }

  isConnected(peerId: string): boolean {
    return this.#streams.has(peerId);
  }

  connectedPeers(): readonly string[] {
    return [...this.#streams.keys()];
  }

  streams(): readonly { readonly peerId: string; readonly sinceMs: number }[] {
    return [...this.#streams].map(([peerId, { sinceMs }]) => ({ peerId, sinceMs }));
  }

  async connect({ peerId, addresses }: PeerLocation, options?: CallOptions): Promise<void> {
    if (this.#streams.has(peerId)) return;
    if (!this.#isOn) throw unreachable();
    const { link, find } = this.#options;
    this.#options.onDial(peerId);
    const peer = find(peerId);
    if (peer === undefined || peer === this) throw unreachable();
    let opened: Connection | undefined;
    const serve = () => {
      opened = peer.#admit(this, addresses);
    };
    try {
      await link.call({ from: this.peerId, to: peerId, serve, options });
    } catch (error) {
      opened?.close();
      throw error;
    }
    if (!this.#isOn) opened?.close();
    if (!opened?.isOpen) throw unreachable();
    this.#addStream(peerId, opened);
  }

  async send(
    peerId: string,
    envelope: { readonly id: EnvelopeId; readonly bytes: Uint8Array },
    options?: CallOptions,
  ): Promise<DirectReply> {
    const stream = this.#streams.get(peerId);
    const peer = this.#options.find(peerId);
    if (stream === undefined || peer === undefined) throw unreachable();
    if (options?.signal?.aborted) throw aborted();
    const key = formatHex(envelope.id);
    const waiting = stream.pending.get(key) ?? Promise.withResolvers<DirectReply>();
    stream.pending.set(key, waiting);
    const onAbort = () => waiting.reject(aborted());
    options?.signal?.addEventListener('abort', onAbort);
    const bytes = new Uint8Array(envelope.bytes);
    stream.connection.carry(this.peerId, () => peer.#receive(this, stream.connection, bytes));
    try {
      return await waiting.promise;
    } finally {
      options?.signal?.removeEventListener('abort', onAbort);
      stream.pending.delete(key);
    }
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
  }

  async disconnect(peerId: string): Promise<void> {
    this.#streams.get(peerId)?.connection.close();
  }

  /** As after a change of network: new addresses, and the handler is told. */
  changeAddresses(addresses: readonly string[]): void {
    this.#addresses = addresses;
    this.#handlers.addressesChanged?.();
  }

  #set<Name extends keyof Handlers>(name: Name, handler: NonNullable<Handlers[Name]>): void {
    if (this.#handlers[name] !== undefined) throw new UsageError('invalid-argument', 'a handler is set only once');
    this.#handlers[name] = handler;
  }

  /** Takes a stream of `from`, or refuses as if nobody were there. Two dials that cross end in one stream. */
  #admit(from: MemoryDirectTransport, dialled: readonly string[]): Connection {
    if (!this.#isOn) throw unreachable();
    const known = this.#streams.get(from.peerId)?.connection;
    if (known !== undefined) return known;
    const isFound = dialled.some((address) => this.#addresses.includes(address));
    if (!isFound && !this.#options.localDiscovery) throw unreachable();
    if (!this.#allowed.has(from.peerId)) throw unreachable();
    const connection = this.#options.link.connect(from.peerId, this.peerId);
    this.#addStream(from.peerId, connection);
    return connection;
  }

  #addStream(peerId: string, connection: Connection): void {
    if (this.#streams.get(peerId)?.connection === connection) return;
    const stream: DirectStream = { connection, sinceMs: this.#options.clock.nowMs(), pending: new Map() };
    this.#streams.set(peerId, stream);
    void connection.ended.then(() => {
      for (const waiting of stream.pending.values()) waiting.reject(unreachable());
      if (this.#streams.get(peerId) !== stream) return;
      this.#streams.delete(peerId);
      this.#handlers.disconnected?.(peerId);
    });
    this.#handlers.connected?.(peerId);
  }

  #receive(from: MemoryDirectTransport, connection: Connection, bytes: Uint8Array): void {
    const answer = (reply: DirectReply & { readonly envelopeId: EnvelopeId }) => {
      connection.carry(this.peerId, () => from.#receiveReply(this.peerId, connection, reply));
    };
    this.#handlers.delivery?.({ peerId: from.peerId, envelope: new Uint8Array(bytes), reply: answer });
  }

  #receiveReply(
    peerId: string,
    connection: Connection,
    reply: DirectReply & { readonly envelopeId: EnvelopeId },
  ): void {
    const stream = this.#streams.get(peerId);
    if (stream?.connection === connection) stream.pending.get(formatHex(reply.envelopeId))?.resolve(reply);
  }
}
