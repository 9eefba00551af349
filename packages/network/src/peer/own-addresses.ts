/**
 * The addresses that a node can be reached at.
 *
 * libp2p hides a public address until a third party has confirmed it; a contact who is told the address inside a
 * session, or an operator who hands it out, needs it at once.
 */
import type { Multiaddr } from '@multiformats/multiaddr';

/** What is used of libp2p's address manager. */
interface AddressComponents {
  readonly addressManager: { getAddressesWithMetadata(): readonly { readonly multiaddr: Multiaddr }[] };
}

export interface OwnAddresses {
  /** Without PeerId; loopback only when there is nothing else. Empty when the node does not listen. */
  list(): string[];
}

/** Most addresses that are told to others. */
const MAX_ADDRESSES = 8;

const PEER_SUFFIX = /\/p2p\/[^/]+$/;

function isLoopback(address: string): boolean {
  return address.startsWith('/ip4/127.') || address.startsWith('/ip6/::1/');
}

/** A libp2p service. */
export function ownAddresses(components: AddressComponents): OwnAddresses {
  return {
    list() {
      const known = components.addressManager.getAddressesWithMetadata().map((entry) => entry.multiaddr.toString());
      const all = [...new Set(known.map((address) => address.replace(PEER_SUFFIX, '')))];
      const outside = all.filter((address) => !isLoopback(address));
      return (outside.length > 0 ? outside : all).slice(0, MAX_ADDRESSES);
    },
  };
}
