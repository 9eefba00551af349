/** The connection to a contact's relay, which we need for one negotiation only. */
import { peerIdFromString } from '@libp2p/peer-id';
import type { Clock } from '@sotto/ports';
import type { TransportComponents } from './transport-components.ts';

/** Long enough for another dial through the same relay to begin. */
const IDLE_MS = 5_000;
const RELAY_PROTOCOL = '/libp2p/circuit/relay/';

export interface RelayConnectionOptions {
  /** Ends in `/p2p/<PeerId of the relay>`. */
  readonly relay: string;
  readonly components: Pick<TransportComponents, 'connectionManager'>;
  readonly isOurRelay: (peerId: string) => boolean;
  readonly clock: Clock;
}

/** Closes it unless it is our own relay's, or something is relayed on it. */
export function closeRelayLater({ relay, components, isOurRelay, clock }: RelayConnectionOptions): void {
  const peerId = relay.slice(relay.lastIndexOf('/') + 1);
  if (isOurRelay(peerId)) return;
  clock.schedule(IDLE_MS, () => {
    for (const connection of components.connectionManager.getConnections(peerIdFromString(peerId))) {
      const isRelaying = connection.streams.some(({ protocol }) => protocol.startsWith(RELAY_PROTOCOL));
      if (!isRelaying) connection.close().catch((error: Error) => connection.abort(error));
    }
  });
}
