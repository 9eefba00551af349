import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { isNeverDialled } from './dial-policy.ts';

const refused = [
  '/ip4/169.254.169.254/tcp/80/ws',
  '/ip4/0.0.0.0/tcp/4001',
  '/ip4/0.1.2.3/tcp/4001',
  '/ip4/224.0.0.251/tcp/5353',
  '/ip4/239.1.1.1/tcp/1',
  '/ip4/255.255.255.255/tcp/1',
  '/ip6/::/tcp/4001/ws',
  '/ip6/fe80::1/tcp/4001',
  '/ip6/FEBF::1/tcp/4001',
  '/ip6/ff02::fb/tcp/5353',
  '/ip6/::ffff:169.254.169.254/tcp/80',
  '/ip6/::ffff:a9fe:a9fe/tcp/80',
  '/ip4/169.254.1.1/tcp/4002/ws/p2p/12D3KooWRBy97UB99e3J6hiPesre1MZeuNQvfan4gBziswrRJsNK/p2p-circuit/webrtc',
  // an address that is spelled as a name, or as another kind of address
  '/dns4/169.254.169.254/tcp/80/ws',
  '/dns4/0xa9fea9fe/tcp/80/ws',
  '/dns/2852039166/tcp/80/ws',
  '/dns6/[fe80::1]/tcp/80/ws',
  '/ip6/::169.254.169.254/tcp/80',
  '/ip6/64:ff9b::a9fe:a9fe/tcp/80',
  // a name or a path that makes a request of it
  '/dns4/192.168.1.1%2Freboot%3F/tcp/80/ws',
  '/ip4/192.168.1.1/tcp/80/ws/http-path/reboot',
  '/ip4/192.0.2.1/tcp/443/tls/sni/169.254.169.254/ws',
  // what others are asked about
  '/dnsaddr/contact.example',
  '/ip4/192.168.1.4/udp/4001/quic-v1',
];
const dialled = [
  '/ip4/127.0.0.1/tcp/4002/ws',
  '/ip4/192.168.1.4/tcp/4001',
  '/ip4/10.255.0.1/tcp/4001',
  '/ip4/223.255.255.255/tcp/4001',
  '/ip4/169.253.0.1/tcp/4001',
  '/ip6/::1/tcp/4001',
  '/ip6/2001:db8::1/tcp/4001',
  '/ip6/fd00::1/tcp/4001',
  '/ip6/64:ff9b::c000:201/tcp/4001',
  '/dns4/mail.example.org/tcp/443/wss',
  '/dns/localhost/tcp/4002/tls/ws/p2p/12D3KooWRBy97UB99e3J6hiPesre1MZeuNQvfan4gBziswrRJsNK',
  '/ip4/192.168.1.4/tcp/4002/ws/p2p/12D3KooWRBy97UB99e3J6hiPesre1MZeuNQvfan4gBziswrRJsNK/p2p-circuit/webrtc/p2p/12D3KooWRBy97UB99e3J6hiPesre1MZeuNQvfan4gBziswrRJsNK',
];

describe('the dial policy', () => {
  it.each(refused)('F6: never dials %s', (address) => {
    expect(isNeverDialled(multiaddr(address))).toBe(true);
  });

  it.each(dialled)('dials %s', (address) => {
    expect(isNeverDialled(multiaddr(address))).toBe(false);
  });
});
