/** Node: TCP and WebSocket in both directions, mDNS. It is reached where it listens, and has no WebRTC. */
import { tcp } from '@libp2p/tcp';
import { webSockets } from '@libp2p/websockets';
import { localDiscovery } from './local-discovery.ts';
import type { PlatformTransports } from './transports.ts';

export const platformTransports: PlatformTransports = {
  basic: () => [tcp(), webSockets()],
  meeting: () => undefined,
  localDiscovery,
};
