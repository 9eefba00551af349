import type { MultiaddrConnection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { ConnectionQuota } from './connection-quota.ts';

function connection(address: string): MultiaddrConnection {
  return Object.assign(new EventTarget(), { remoteAddr: multiaddr(address) }) as unknown as MultiaddrConnection;
}

describe('the connections of one host', () => {
  it('F3: are few, and there is room again when one has closed', () => {
    const quota = new ConnectionQuota(2);
    const [first, second, third] = [1, 2, 3].map((port) => connection(`/ip4/192.0.2.1/tcp/${port}`));
    expect([first, second, third].map((one) => one && quota.admit(one))).toEqual([true, true, false]);
    expect(quota.admit(connection('/ip4/192.0.2.2/tcp/1'))).toBe(true);
    first?.dispatchEvent(new Event('close'));
    expect(third && quota.admit(third)).toBe(true);
  });

  it('F3: count together under all addresses that one IPv6 customer gets', () => {
    const quota = new ConnectionQuota(1);
    expect(quota.admit(connection('/ip6/2001:db8::1/tcp/1'))).toBe(true);
    expect(quota.admit(connection('/ip6/2001:db8::ffff:2/tcp/1'))).toBe(false);
    expect(quota.admit(connection('/ip6/2001:db8:0:1::1/tcp/1'))).toBe(true);
  });
});
