/**
 * Finds known peers on the local network by mDNS (specs/07 §1). Off unless the person wants it: it announces the PeerId.
 *
 * Anyone on the network can announce anything, so only peers that the caller knows are kept, each with few addresses.
 * An address is a hint; Noise decides who answers there.
 */
import type { ComponentLogger, PeerInfo, Startable } from '@libp2p/interface';
import { mdns } from '@libp2p/mdns';

const SERVICE_TAG = '_sotto._udp.local';
const MAX_ADDRESSES_PER_PEER = 8;

type MdnsComponents = Parameters<ReturnType<typeof mdns>>[0];

export interface LocalDiscoveryOptions {
  isKnown(peerId: string): boolean;
  /** A known peer has been seen; may be called again for the same addresses. */
  onFound(peerId: string, addresses: readonly string[]): void;
}

/** A libp2p service that reports known peers. */
export function localDiscovery(
  options: LocalDiscoveryOptions,
): (components: MdnsComponents & { logger: ComponentLogger }) => Startable {
  return (components) => {
    const discovery = mdns({ serviceTag: SERVICE_TAG })(components) as ReturnType<ReturnType<typeof mdns>> & Startable;
    discovery.addEventListener('peer', (event: CustomEvent<PeerInfo>) => {
      const peerId = event.detail.id.toString();
      if (!options.isKnown(peerId)) return;
      options.onFound(
        peerId,
        event.detail.multiaddrs.slice(0, MAX_ADDRESSES_PER_PEER).map((address) => address.toString()),
      );
    });
    return { start: () => discovery.start(), stop: () => discovery.stop() };
  };
}
