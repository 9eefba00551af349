/** Addresses of mailboxes: a multiaddr that ends in an Ed25519 PeerId. */
import { formatPeerId, mailboxKey, parseMailboxAddress } from '@sotto/wire';
import { mailboxAddress } from '../people.ts';
import { type FuzzTarget, must } from '../target.ts';
import { textInputs, textOf } from '../text-input.ts';

export function openTarget(): FuzzTarget {
  const peer = mailboxAddress(1).split('/p2p/')[1];
  const places = [
    '/ip4/192.0.2.1/tcp/4001',
    '/ip6/2001:db8::1/tcp/1/ws',
    '/dns4/a.example/tcp/65535/tls/ws',
    '/dns/a/tcp/80/wss',
  ];
  return {
    covers: ['wire parseMailboxAddress', 'wire mailboxKey', 'wire formatPeerId'],
    shape: 'text',
    maxBytes: 600,
    seeds: textInputs(...places.map((place) => `${place}/p2p/${peer}`)),
    words: textInputs('/p2p/', '/tcp/', '/ip4/', '/dns/', '255', '99999', '.', '-'),
    run(input) {
      const text = textOf(input);
      const address = parseMailboxAddress(text);
      must(address === text, 'an address is kept as it is');
      must(text.endsWith(`/p2p/${formatPeerId(mailboxKey(address))}`), 'the key of an address is its PeerId');
      return 'accepted';
    },
  };
}
