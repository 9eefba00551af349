/** What of libp2p a node is made of on one platform and not on another; `#transports` of package.json chooses the file. */
import type { Transport } from '@libp2p/interface';
import type { RelayClient } from '../relay/relay-client.ts';
import type { TransportComponents } from '../webrtc/transport-components.ts';
import type { WebRtcOptions } from '../webrtc/webrtc-transport.ts';
import type { localDiscovery } from './local-discovery.ts';

export type TransportFactory = (components: TransportComponents) => Transport;

export interface MeetingTransports {
  readonly relay: RelayClient;
  readonly transports: readonly TransportFactory[];
}

export interface PlatformTransports {
  /** Transports of every node. */
  basic(): readonly TransportFactory[];
  /** How peers that nobody can dial meet; `undefined`: not on this platform. */
  meeting(options: WebRtcOptions): MeetingTransports | undefined;
  /** Finding peers on the local network; `undefined`: not on this platform. */
  readonly localDiscovery: typeof localDiscovery | undefined;
}
