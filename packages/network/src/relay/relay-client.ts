/**
 * Our side of circuit relay v2 (specs/07 §8): reserving a place, and letting in what comes through one.
 *
 * Uses the reservation store of libp2p's transport directly: its listener gives a relay up for good after a restart, and
 * leaks a listener with every attempt. Only relays of our own choice may hand us connections; libp2p alone would take
 * any peer that opens the protocol for a relay, and announce it.
 */
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2';
import type { Connection, Libp2p, PeerId, Stream, Transport } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { type MailboxAddress, UnavailableError } from '@sotto/wire';
import { untilAborted } from '../peer/cancellation.ts';
import { usableAddress } from '../peer/usable-address.ts';
import type { TransportComponents } from '../webrtc/transport-components.ts';

const MAX_STOP_STREAMS = 8;
const RESERVE_TIMEOUT_MS = 5_000;
/** More than there are relays: a success drops the reservations that wait for their turn, and never says so. */
const CONCURRENT_RESERVATIONS = 8;

/** What is used of libp2p's reservation store. */
interface ReservationStore extends EventTarget {
  addRelay(relay: PeerId, type: 'configured'): Promise<{ readonly details: { readonly reservation: Reservation } }>;
}

interface Reservation {
  readonly addrs: readonly Uint8Array[];
}

/** What is used of libp2p's transport besides its interface. */
interface CircuitTransport extends Transport {
  readonly reservationStore: ReservationStore;
  /** Serves what a relay opens to hand us a connection. */
  onStop(stream: Stream, connection: Connection): Promise<void>;
}

export class RelayClient {
  readonly #isOurRelay: (peerId: string) => boolean;
  #store: ReservationStore | undefined;
  #onLost: (peerId: string) => void = () => {};

  constructor(isOurRelay: (peerId: string) => boolean) {
    this.#isOurRelay = isOurRelay;
  }

  /** For `transports` of libp2p; one node only. */
  readonly transport = (components: TransportComponents): Transport => {
    const transport = circuitRelayTransport({
      maxInboundStopStreams: MAX_STOP_STREAMS,
      reservationCompletionTimeout: RESERVE_TIMEOUT_MS,
      reservationConcurrency: CONCURRENT_RESERVATIONS,
    })(components) as CircuitTransport;
    this.#guard(transport);
    this.#store = transport.reservationStore;
    this.#store.addEventListener('relay:removed', (event) => {
      const { relay } = (event as CustomEvent<{ readonly relay: PeerId }>).detail;
      this.#onLost(relay.toString());
    });
    return transport;
  };

  /** Sets the one handler for a place that is gone. */
  onLost(handler: (peerId: string) => void): void {
    this.#onLost = handler;
  }

  /** Reserves, or renews. Resolves with the relay's addresses as others can use them, the one we use first. */
  async reserve(libp2p: Libp2p, relay: MailboxAddress, signal: AbortSignal): Promise<readonly MailboxAddress[]> {
    const store = this.#store;
    if (store === undefined) throw new UnavailableError('aborted', 'the node is not built');
    const peerId = relay.slice(relay.lastIndexOf('/') + 1);
    await libp2p.dial(multiaddr(relay), { signal });
    const { details } = await untilAborted(store.addRelay(peerIdFromString(peerId), 'configured'), signal);
    // What a relay says of itself is told to contacts, so it must be an address, and the relay's.
    const isItsOwn = (address: string) => address.endsWith(`/p2p/${peerId}`);
    const told = details.reservation.addrs.map((bytes) => multiaddr(bytes).toString());
    return [
      relay,
      ...told
        .filter(isItsOwn)
        .flatMap(usableAddress)
        .filter((address) => address !== relay),
    ];
  }

  /** Not by middleware: libp2p runs the handler once more with every stream when a protocol has one. */
  #guard(transport: CircuitTransport): void {
    const serve = transport.onStop;
    transport.onStop = async (stream, connection) => {
      if (this.#isOurRelay(connection.remotePeer.toString())) await serve(stream, connection);
      else stream.abort(new UnavailableError('refused', 'not our relay'));
    };
  }
}
