/** A page: WebSocket to whoever listens, WebRTC through a relay to other pages. No local discovery. */
import { webSockets } from '@libp2p/websockets';
import { RelayClient } from '../relay/relay-client.ts';
import { webRtcTransport } from '../webrtc/webrtc-transport.ts';
import type { PlatformTransports } from './transports.ts';

export const platformTransports: PlatformTransports = {
  basic: () => [webSockets()],
  meeting(options) {
    const relay = new RelayClient(options.isOurRelay);
    return { relay, transports: [relay.transport, webRtcTransport(options)] };
  },
  localDiscovery: undefined,
};
