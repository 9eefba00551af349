import { describe, expect, it } from 'vitest';
import { pathKind } from './path-kind.ts';

describe('the kind of a path', () => {
  it.each([
    ['/ip4/192.0.2.7/tcp/4001', 'tcp'],
    ['/ip4/192.0.2.7/tcp/4001/p2p/12D3KooWExample', 'tcp'],
    ['/ip4/192.0.2.7/tcp/4002/ws', 'websocket'],
    ['/dns4/relay.example/tcp/443/tls/ws/p2p/12D3KooWExample', 'websocket'],
    ['/dns4/relay.example/tcp/443/wss', 'websocket'],
    ['/ip4/192.0.2.7/tcp/4002/ws/p2p/12D3KooWRelay/p2p-circuit/p2p/12D3KooWExample', 'relayed'],
    ['/ip4/192.0.2.7/tcp/4002/ws/p2p/12D3KooWRelay/p2p-circuit/webrtc/p2p/12D3KooWExample', 'webrtc'],
  ])('%s is %s', (address, kind) => {
    expect(pathKind(address)).toBe(kind);
  });
});
