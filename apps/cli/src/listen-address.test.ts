import { describe, expect, it } from 'vitest';
import { parseListenAddress } from './listen-address.ts';

describe('an address to listen on', () => {
  it.each([
    ['0.0.0.0:4001', '/ip4/0.0.0.0/tcp/4001'],
    [':4001', '/ip4/0.0.0.0/tcp/4001'],
    ['*:4001', '/ip4/0.0.0.0/tcp/4001'],
    ['localhost:0', '/ip4/127.0.0.1/tcp/0'],
    ['[::]:4001', '/ip6/::/tcp/4001'],
    ['/ip4/127.0.0.1/tcp/4002/ws', '/ip4/127.0.0.1/tcp/4002/ws'],
    ['/ip6/::1/tcp/0', '/ip6/::1/tcp/0'],
  ])('%s is %s', (text, multiaddr) => {
    expect(parseListenAddress(text)).toBe(multiaddr);
  });

  it.each(['', '4001', '0.0.0.0', '0.0.0.0:65536', 'example.org:4001', '/ip4/0.0.0.0/udp/1', '/ip4/0.0.0.0/tcp/99999'])(
    'refuses %j',
    (text) => {
      expect(parseListenAddress(text)).toBeUndefined();
    },
  );
});
