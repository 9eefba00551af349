/**
 * What is measured while nodes run: bytes by path, and transports that worked. One for all nodes of a network, so that
 * the figures say nothing of which node it was.
 */
import type { Connection, Metrics } from '@libp2p/interface';
import type { Clock, TrafficPath, TransportKind } from '@sotto/ports';
import { pathKind } from './path-kind.ts';
import { TrafficMeter } from './traffic-meter.ts';
import { trafficTap } from './traffic-tap.ts';
import { TransportRecord } from './transport-record.ts';

/** What a node hands over to be measured. */
export interface NodeWatch {
  readonly metrics: () => Metrics;
  /** A connection was negotiated to its end. */
  opened(connection: Connection): void;
}

export interface FiguresWatchOptions {
  readonly clock: Clock;
  readonly transports: readonly TransportKind[];
  /** Whether this peer is a device of a contact. Whoever else a device connects to is a relay. */
  readonly isContact: (peerId: string) => boolean;
}

const NAMED_PEER = /\/p2p\/([^/]+)$/;

export class FiguresWatch {
  readonly meter: TrafficMeter;
  readonly transports: TransportRecord;
  /** For the node that reads at mailboxes and those that deposit and publish there. */
  readonly mailboxes: NodeWatch;
  /** For the node that devices of contacts know. */
  readonly devices: NodeWatch;
  readonly #isContact: (peerId: string) => boolean;

  constructor({ clock, transports, isContact }: FiguresWatchOptions) {
    this.meter = new TrafficMeter(clock);
    this.transports = new TransportRecord(clock, transports);
    this.#isContact = isContact;
    this.mailboxes = this.#watch(() => 'mailbox');
    this.devices = this.#watch((address) => this.#devicePath(address));
  }

  #watch(pathOf: (address: string) => TrafficPath | undefined): NodeWatch {
    return {
      metrics: trafficTap((address) => {
        const path = pathOf(address);
        return path && ((direction, bytes) => this.meter.count(path, direction, bytes));
      }),
      opened: ({ remoteAddr }) => this.transports.worked(transportOf(remoteAddr.toString())),
    };
  }

  /** A circuit runs inside of a connection to a relay: its bytes are counted there. */
  #devicePath(address: string): TrafficPath | undefined {
    const kind = pathKind(address);
    if (kind === 'webrtc') return 'webrtc';
    if (kind === 'relayed') return undefined;
    const dialled = NAMED_PEER.exec(address)?.[1];
    return dialled === undefined || this.#isContact(dialled) ? 'direct' : 'relayed';
  }
}

function transportOf(address: string): TransportKind {
  const kind = pathKind(address);
  return kind === 'relayed' ? 'relay' : kind;
}
