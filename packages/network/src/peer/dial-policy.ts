/**
 * Addresses that are never dialled, whoever names them (attack F6).
 *
 * A contact tells us where to find a device, so a contact chooses where we connect to. Private and loopback addresses
 * stay allowed: two people in one house, and two profiles on one machine, are reached there.
 */
import type { Multiaddr } from '@multiformats/multiaddr';

const NEVER = [
  // "this network", link-local with the metadata services of hosting companies, multicast and broadcast
  /^\/ip4\/(?:0|169\.254|22[4-9]|2[34]\d|25[0-5])\./,
  // unspecified, link-local, multicast
  /^\/ip6(?:zone\/[^/]+\/ip6)?\/(?:::(?:\/|$)|fe[89ab][0-9a-f]:|ff[0-9a-f]{2}:)/i,
  // the same as IPv4 inside IPv6
  /^\/ip6\/::ffff:(?:0|169\.254|22[4-9]|2[34]\d|25[0-5])\./i,
  /^\/ip6\/::ffff:(?:a9fe|e[0-9a-f]{3}|f[0-9a-f]{3}|0{1,4}):/i,
];

/** For `denyDialMultiaddr` of a connection gater. */
export function isNeverDialled(address: Multiaddr): boolean {
  const text = address.toString();
  return NEVER.some((pattern) => pattern.test(text));
}
