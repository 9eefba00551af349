/** Addresses of a host and a port, in the forms in which others are told them. */
import { isIPv4, isIPv6 } from 'node:net';

const WSS_PORT = 443;

function hostPart(host: string): string {
  if (isIPv4(host)) return `/ip4/${host}`;
  return isIPv6(host) ? `/ip6/${host}` : `/dns/${host}`;
}

export function webSocketAddress(host: string, port: number): string {
  return `${hostPart(host)}/tcp/${port}/ws`;
}

/** The multiaddr of `wss://mail.example.org:7801`: a name, and a proxy there that has its certificate. */
export function secureAddress(url: string): string | undefined {
  const [, host = '', port = String(WSS_PORT)] =
    /^wss:\/\/([0-9a-z](?:[0-9a-z.-]*[0-9a-z])?)(?::([1-9]\d{0,4}))?$/i.exec(url) ?? [];
  const isName = host !== '' && !isIPv4(host);
  return isName && Number(port) <= 65_535 ? `/dns/${host}/tcp/${port}/wss` : undefined;
}

/** For `iceServers` of a browser. */
export function stunAddress(host: string, port: number): string {
  return `stun:${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
