/** How a connection runs, by the address of its other end (specs/07 §1, §8). Pure. */
import type { PathKind } from '@sotto/ports';

/** `address`: a multiaddr as text. Anything that is none of the others is TCP. */
export function pathKind(address: string): PathKind {
  if (address.includes('/webrtc')) return 'webrtc';
  if (address.includes('/p2p-circuit')) return 'relayed';
  return /\/wss?(?:\/|$)/.test(address) ? 'websocket' : 'tcp';
}
