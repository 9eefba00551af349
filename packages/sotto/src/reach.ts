/** How others reach a process of Node when nothing else is said: by TCP, by WebSocket, and on the local network. */
import type { ReachOptions } from './reach-options.ts';

export const defaultReach: Required<Pick<ReachOptions, 'listen' | 'discovery'>> = {
  listen: { host: '0.0.0.0', port: 0, webSocketPort: 0 },
  discovery: true,
};
