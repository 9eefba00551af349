/** Node: a process that ends says so in `stop`. */
import type { NetworkPlatform } from './platform.ts';

export const platform: NetworkPlatform = {
  directDialTimeoutMs: 1_500,
  transports: () => ['tcp', 'websocket', 'local-discovery'],
  onLeaving: () => () => {},
};
