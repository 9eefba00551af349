import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from './errors.ts';
import { formatPeerId, mailboxKey, parseMailboxAddress } from './mailbox-address.ts';

const PEER = formatPeerId(new Uint8Array(32).fill(7));

describe('mailbox addresses', () => {
  test.each([
    `/ip4/192.0.2.1/tcp/4001/p2p/${PEER}`,
    `/ip4/0.0.0.0/tcp/1/p2p/${PEER}`,
    `/ip4/255.255.255.255/tcp/65535/p2p/${PEER}`,
    `/ip6/2001:db8::1/tcp/4001/ws/p2p/${PEER}`,
    `/dns/mailbox.example/tcp/443/tls/ws/p2p/${PEER}`,
    `/dns4/mailbox.example/tcp/443/wss/p2p/${PEER}`,
    `/dns6/m/tcp/443/p2p/${PEER}`,
  ])('pass: %s', (text) => {
    expect(parseMailboxAddress(text)).toBe(text);
    expect(mailboxKey(parseMailboxAddress(text))).toEqual(new Uint8Array(32).fill(7));
  });

  test.each([
    ['nothing', ''],
    ['no PeerId', '/ip4/192.0.2.1/tcp/4001'],
    ['another transport', `/ip4/192.0.2.1/udp/4001/p2p/${PEER}`],
    ['a relay', `/ip4/192.0.2.1/tcp/4001/p2p/${PEER}/p2p-circuit/p2p/${PEER}`],
    ['port 0', `/ip4/192.0.2.1/tcp/0/p2p/${PEER}`],
    ['a port that is too large', `/ip4/192.0.2.1/tcp/65536/p2p/${PEER}`],
    ['a port with a leading zero', `/ip4/192.0.2.1/tcp/080/p2p/${PEER}`],
    ['an octet above 255', `/ip4/192.0.2.256/tcp/4001/p2p/${PEER}`],
    ['an octet with a leading zero', `/ip4/192.0.2.01/tcp/4001/p2p/${PEER}`],
    ['three octets', `/ip4/192.0.2/tcp/4001/p2p/${PEER}`],
    ['five octets', `/ip4/192.0.2.1.1/tcp/4001/p2p/${PEER}`],
    ['a name that starts with a dot', `/dns/.example/tcp/4001/p2p/${PEER}`],
    ['a path in the name', `/dns/a/b/tcp/4001/p2p/${PEER}`],
    ['a line feed at the end', `/ip4/192.0.2.1/tcp/4001/p2p/${PEER}\n`],
    ['an RSA PeerId', '/ip4/192.0.2.1/tcp/4001/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N'],
    ['a PeerId that is cut', `/ip4/192.0.2.1/tcp/4001/p2p/${PEER.slice(0, -1)}`],
    ['a PeerId outside base58', `/ip4/192.0.2.1/tcp/4001/p2p/${PEER.slice(0, -1)}0`],
    ['more than 256 characters', `/dns/${'a'.repeat(256)}/tcp/4001/p2p/${PEER}`],
  ])('are refused with %s', (_name, text) => {
    expect(() => parseMailboxAddress(text)).toThrow(expect.objectContaining({ code: 'malformed' }));
  });

  test('carry the key that signs custody receipts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        const peerId = formatPeerId(key);
        expect(peerId).toMatch(/^12D3Koo/);
        expect(mailboxKey(parseMailboxAddress(`/ip4/192.0.2.1/tcp/4001/p2p/${peerId}`))).toEqual(key);
      }),
    );
  });

  test('throw their own error and nothing else on any text', () => {
    const piece = fc.constantFrom('/ip4', '/ip6', '/dns', '/tcp', '/p2p', '/ws', '/', '.', ':', '1', '4001', PEER, 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          parseMailboxAddress(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
    );
  });
});
