import { parseMailboxAddress } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { secureAddress, stunAddress, webSocketAddress } from './listening.ts';

const PEER = '/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN';

describe('the addresses of a node', () => {
  it.each(['192.0.2.1', '2001:db8::1', 'mail.example.org'])('are of the form that mailboxes have, for %s', (host) => {
    expect(parseMailboxAddress(`${webSocketAddress(host, 7_701)}${PEER}`)).toContain('/ws/');
  });

  it('behind a proxy are those of the proxy', () => {
    expect(parseMailboxAddress(`${secureAddress('wss://mail.example.org:7801')}${PEER}`)).toContain('/tcp/7801/wss/');
    expect(secureAddress('wss://mail.example.org')).toBe('/dns/mail.example.org/tcp/443/wss');
    for (const url of [
      'https://mail.example.org',
      'wss://',
      'wss://a/b',
      'wss://192.0.2.1',
      'wss://a:0',
      'wss://a:70000',
    ])
      expect([url, secureAddress(url)]).toEqual([url, undefined]);
  });

  it('are in brackets where they have colons', () => {
    expect(stunAddress('2001:db8::1', 3_478)).toBe('stun:[2001:db8::1]:3478');
    expect(stunAddress('192.0.2.1', 3_478)).toBe('stun:192.0.2.1:3478');
  });
});
