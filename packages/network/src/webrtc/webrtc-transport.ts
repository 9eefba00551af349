/**
 * A libp2p transport for links between two browsers (specs/07 §8, ADR 0015): addresses of the form
 * `<relay>/p2p-circuit/webrtc/p2p/<PeerId>`.
 *
 * A relayed connection carries the negotiation and nothing else, and ends with it. On the link run Noise and Yamux, as
 * everywhere, so that its ends prove who they are whatever the relay did to the negotiation (attack F7). The channel is
 * there from the beginning on both sides, so no event of it can be missed.
 */
import {
  type Connection,
  type DialTransportOptions,
  type Listener,
  type Startable,
  type Stream,
  serviceCapabilities,
  serviceDependencies,
  type Transport,
  transportSymbol,
} from '@libp2p/interface';
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import type { Clock } from '@sotto/ports';
import { UnavailableError, UsageError } from '@sotto/wire';
import { withDeadline } from '../peer/cancellation.ts';
import { closeRelayLater } from './relay-connection.ts';
import { RtcConnection } from './rtc-connection.ts';
import { SIGNAL_PROTOCOL } from './signal-frame.ts';
import { Signalling } from './signalling.ts';
import type { TransportComponents } from './transport-components.ts';

const LINK_TIMEOUT_MS = 8_000;
/** Negotiations that peers started, at once. */
const MAX_INBOUND = 16;
const ADDRESS = /^(?<relay>.+)\/p2p-circuit\/webrtc\/p2p\/(?<peerId>[^/]+)$/;

export interface WebRtcOptions {
  /** `stun:host:port`; empty: only addresses that the browser knows itself. There is no default: nobody else is asked. */
  readonly stunServers: readonly string[];
  /** Whether we keep a place at this relay, and so a connection. */
  readonly isOurRelay: (peerId: string) => boolean;
  readonly clock: Clock;
}

interface Link {
  readonly peer: RTCPeerConnection;
  readonly channel: RTCDataChannel;
}

/** For `transports` of libp2p. */
export function webRtcTransport(options: WebRtcOptions): (components: TransportComponents) => Transport {
  return (components) => new WebRtcTransport(components, options);
}

class WebRtcTransport implements Transport, Startable {
  readonly [transportSymbol] = true;
  readonly [Symbol.toStringTag] = '@sotto/webrtc';
  readonly [serviceCapabilities]: string[] = ['@libp2p/transport'];
  readonly [serviceDependencies]: string[] = ['@libp2p/circuit-relay-v2-transport'];
  readonly #components: TransportComponents;
  readonly #options: WebRtcOptions;
  #inbound = 0;

  constructor(components: TransportComponents, options: WebRtcOptions) {
    this.#components = components;
    this.#options = options;
  }

  async start(): Promise<void> {
    await this.#components.registrar.handle(SIGNAL_PROTOCOL, (stream, connection) => this.#accept(stream, connection), {
      runOnLimitedConnection: true,
      maxInboundStreams: 1,
      maxOutboundStreams: 1,
    });
  }

  async stop(): Promise<void> {
    await this.#components.registrar.unhandle(SIGNAL_PROTOCOL);
  }

  dialFilter(addresses: Multiaddr[]): Multiaddr[] {
    return addresses.filter((address) => ADDRESS.test(address.toString()));
  }

  /** Nothing is listened on: whoever reaches us through a relay may negotiate. */
  listenFilter(): Multiaddr[] {
    return [];
  }

  createListener(): Listener {
    throw new UsageError('invalid-argument', 'WebRTC has no addresses of its own to listen on');
  }

  async dial(address: Multiaddr, { signal, upgrader }: DialTransportOptions): Promise<Connection> {
    const { relay = '', peerId = '' } = ADDRESS.exec(address.toString())?.groups ?? {};
    const circuit = multiaddr(`${relay}/p2p-circuit/p2p/${peerId}`);
    const relayed = await this.#components.transportManager.dial(circuit, { signal });
    try {
      const stream = await relayed.newStream(SIGNAL_PROTOCOL, { signal, runOnLimitedConnection: true });
      const link = await this.#negotiate(stream, 'initiator', signal);
      return await orClose(link, () =>
        upgrader.upgradeOutbound(this.#connection(link, 'outbound', address), { signal }),
      );
    } finally {
      relayed.close().catch((error: Error) => relayed.abort(error));
      closeRelayLater({ relay, components: this.#components, ...this.#options });
    }
  }

  async #accept(stream: Stream, relayed: Connection): Promise<void> {
    if (this.#inbound >= MAX_INBOUND) {
      stream.abort(new UnavailableError('refused', 'too many negotiations'));
      return;
    }
    this.#inbound++;
    const { clock } = this.#options;
    try {
      await withDeadline({ clock, timeoutMs: LINK_TIMEOUT_MS }, async (signal) => {
        const link = await this.#negotiate(stream, 'recipient', signal);
        const address = multiaddr(
          relayed.remoteAddr.toString().replace('/p2p-circuit/p2p/', '/p2p-circuit/webrtc/p2p/'),
        );
        const connection = this.#connection(link, 'inbound', address);
        await orClose(link, () => this.#components.upgrader.upgradeInbound(connection, { signal }));
      });
    } catch (error) {
      stream.abort(error instanceof Error ? error : new UnavailableError('unreachable', 'no link'));
    } finally {
      this.#inbound--;
    }
  }

  /** A channel that is open. */
  async #negotiate(stream: Stream, role: 'initiator' | 'recipient', signal: AbortSignal): Promise<Link> {
    const peer = new RTCPeerConnection({ iceServers: this.#options.stunServers.map((urls) => ({ urls })) });
    const channel = peer.createDataChannel('sotto', { negotiated: true, id: 0 });
    channel.binaryType = 'arraybuffer';
    const signalling = new Signalling({ stream, peer, role, clock: this.#options.clock });
    return await orClose({ peer, channel }, async () => {
      try {
        await Promise.race([opened({ peer, channel }, signal), signalling.failed]);
      } catch (error) {
        signalling.reset();
        throw error;
      }
      if (role === 'initiator') signalling.close();
      return { peer, channel };
    });
  }

  #connection({ peer, channel }: Link, direction: 'inbound' | 'outbound', remoteAddress: Multiaddr): RtcConnection {
    const log = this.#components.logger.forComponent('sotto:webrtc');
    return new RtcConnection({ peer, channel, direction, remoteAddress, log, clock: this.#options.clock });
  }
}

async function orClose<T>({ peer }: Link, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    peer.close();
    throw error;
  }
}

function opened({ peer, channel }: Link, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = () => reject(new UnavailableError('unreachable', 'no WebRTC link'));
  channel.addEventListener('open', () => resolve(), { once: true });
  channel.addEventListener('close', fail, { once: true });
  peer.addEventListener('connectionstatechange', () => {
    if (peer.connectionState === 'failed' || peer.connectionState === 'closed') fail();
  });
  if (signal.aborted) fail();
  else signal.addEventListener('abort', fail, { once: true });
  return promise;
}
