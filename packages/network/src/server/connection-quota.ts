/** How many connections one network address may hold at a mailbox or a relay (attack F3). */
import type { MultiaddrConnection } from '@libp2p/interface';
import type { Multiaddr } from '@multiformats/multiaddr';
import { networkPrefix } from './network-prefix.ts';

/** The IP address of a multiaddr; the whole text when it has none. */
export function remoteHost(address: Multiaddr): string {
  const host = address.getComponents().find(({ name }) => name === 'ip4' || name === 'ip6');
  return host?.value ?? address.toString();
}

/** What counts as one host: an IPv4 address, or the /64 that one IPv6 customer gets. */
export function hostOf(address: Multiaddr): string {
  return networkPrefix(remoteHost(address));
}

export class ConnectionQuota {
  readonly #maxPerHost: number;
  readonly #open = new Map<string, number>();

  constructor(maxPerHost: number) {
    this.#maxPerHost = maxPerHost;
  }

  /** Counts a connection until it closes; `false`: this host has too many. */
  admit(connection: MultiaddrConnection): boolean {
    const host = hostOf(connection.remoteAddr);
    const count = this.#open.get(host) ?? 0;
    if (count >= this.#maxPerHost) return false;
    this.#open.set(host, count + 1);
    connection.addEventListener('close', () => this.#release(host), { once: true });
    return true;
  }

  #release(host: string): void {
    const count = (this.#open.get(host) ?? 1) - 1;
    if (count === 0) this.#open.delete(host);
    else this.#open.set(host, count);
  }
}
