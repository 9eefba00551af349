/** A page: it can be closed at any moment. */
import type { NetworkPlatform } from './platform.ts';

export const platform: NetworkPlatform = {
  // A negotiation through a relay takes about twenty round trips.
  directDialTimeoutMs: 4_000,
  transports: () => ['websocket', ...(typeof RTCPeerConnection === 'undefined' ? [] : (['webrtc', 'relay'] as const))],
  onLeaving(handler) {
    addEventListener('pagehide', handler);
    return () => removeEventListener('pagehide', handler);
  },
};
