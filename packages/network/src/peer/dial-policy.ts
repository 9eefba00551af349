/**
 * Addresses that are never dialled, whoever names them (attack F6).
 *
 * A contact tells us where to find a device, so a contact chooses where we connect to. Private and loopback addresses
 * stay allowed: two people in one house, and two profiles on one machine, are reached there. An address has to be of a
 * form that a device or a mailbox has: no path, which would be a request of the contact's choice to a machine in the
 * house; no name that hides an address; nothing that somebody else is asked to resolve.
 */
import type { Multiaddr } from '@multiformats/multiaddr';

const DIALLED =
  /^\/(?:ip4|ip6|dns|dns4|dns6)\/(?<host>[^/]+)\/tcp\/\d+(?:\/ws|\/wss|\/tls\/ws)?(?:\/p2p\/[^/]+)?(?:\/p2p-circuit(?:\/webrtc)?(?:\/p2p\/[^/]+)?)?$/;
const NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/i;
/** In any spelling that a resolver takes for an address (URL Standard §3.5). */
const NUMBER_AT_END = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i;

const NEVER = [
  // "this network", link-local with the metadata services of hosting companies, multicast and broadcast
  /^\/ip4\/(?:0|169\.254|22[4-9]|2[34]\d|25[0-5])\./,
  // unspecified, link-local, multicast
  /^\/ip6\/(?:::(?:\/|$)|fe[89ab][0-9a-f]:|ff[0-9a-f]{2}:)/i,
  // the same as IPv4 inside IPv6: mapped, compatible, translated (RFC 6052)
  /^\/ip6\/(?:::|::ffff:|64:ff9b::)(?:0|169\.254|22[4-9]|2[34]\d|25[0-5])\./i,
  /^\/ip6\/(?:::|::ffff:|64:ff9b::)(?:a9fe|e[0-9a-f]{3}|f[0-9a-f]{3}|[0-9a-f]{1,2}):[0-9a-f]{1,4}\//i,
];

/** For `denyDialMultiaddr` of a connection gater. */
export function isNeverDialled(address: Multiaddr): boolean {
  const text = address.toString();
  const host = DIALLED.exec(text)?.groups?.['host'];
  if (host === undefined) return true;
  if (text.startsWith('/dns') && (!NAME.test(host) || NUMBER_AT_END.test(host))) return true;
  return NEVER.some((pattern) => pattern.test(text));
}
