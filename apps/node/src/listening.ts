/** Multiaddrs of a host and a port. */
import { isIPv4, isIPv6 } from 'node:net';

function hostPart(host: string): string {
  if (isIPv4(host)) return `/ip4/${host}`;
  return isIPv6(host) ? `/ip6/${host}` : `/dns/${host}`;
}

export function webSocketAddress(host: string, port: number): string {
  return `${hostPart(host)}/tcp/${port}/ws`;
}

/** For `iceServers` of a browser. */
export function stunAddress(host: string, port: number): string {
  return `stun:${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
