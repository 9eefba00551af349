/**
 * The addresses that a node can be reached at.
 *
 * libp2p hides a public address until a third party has confirmed it; a contact who is told the address inside a
 * session, or an operator who hands it out, needs it at once.
 */
import { isLoopback } from '@libp2p/utils';
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
/** Relays are chosen by us and known elsewhere; what libp2p believes to have found is not told. */
const RELAYED = '/p2p-circuit';

/** A libp2p service. */
export function ownAddresses(components: AddressComponents): OwnAddresses {
  return {
    list() {
      const all = components.addressManager
        .getAddressesWithMetadata()
        .map((entry) => entry.multiaddr)
        .filter((address) => !address.toString().includes(RELAYED));
      const outside = all.filter((address) => !isLoopback(address));
      const texts = (outside.length > 0 ? outside : all).map((address) => address.toString().replace(PEER_SUFFIX, ''));
      return [...new Set(texts)].slice(0, MAX_ADDRESSES);
    },
  };
}
