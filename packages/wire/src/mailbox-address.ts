/**
 * The text address of a mailbox: a multiaddr that ends in `/p2p/<PeerId>` (specs/06 §2).
 *
 * The PeerId of a mailbox is an Ed25519 key, and that key signs its custody receipts, so the address alone is enough
 * to check what the mailbox says.
 */
import { base58 } from '@scure/base';
import { concatBytes, equalBytes } from './bytes.ts';
import { DecodeError } from './errors.ts';
import { LIMITS } from './limits.ts';

declare const brand: unique symbol;
export type MailboxAddress = string & { readonly [brand]: 'MailboxAddress' };

// Multihash "identity" (0x00, 36 bytes) of the protobuf { type: Ed25519, data: 32 bytes }.
const PEER_ID_PREFIX = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20);
const IP4 = String.raw`ip4/(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!/)|(?=/))){4}`;
const IP6 = 'ip6/[0-9A-Fa-f:.]{2,45}';
const DNS = 'dns[46]?/[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?';
const SHAPE = new RegExp(
  String.raw`^/(?:${IP4}|${IP6}|${DNS})/tcp/(?<port>[1-9]\d{0,4})(?:/ws|/wss|/tls/ws)?/p2p/(?<peerId>[1-9A-HJ-NP-Za-km-z]+)$`,
);
const MAX_PORT = 65_535;

/** @throws {DecodeError} `malformed` unless it is `/ip4|ip6|dns…/tcp/PORT[/ws]/p2p/<Ed25519 PeerId>`. */
export function parseMailboxAddress(text: string): MailboxAddress {
  mailboxKey(text as MailboxAddress);
  return text as MailboxAddress;
}

/**
 * The Ed25519 public key (32 bytes) that signs this mailbox's custody receipts.
 * @throws {DecodeError} `malformed` as `parseMailboxAddress`
 */
export function mailboxKey(address: MailboxAddress): Uint8Array {
  if (address.length <= LIMITS.MAX_MAILBOX_ADDRESS_BYTES) {
    const { port, peerId } = SHAPE.exec(address)?.groups ?? {};
    const bytes = peerId === undefined || Number(port) > MAX_PORT ? undefined : decodeBase58(peerId);
    if (bytes?.length === 38 && equalBytes(bytes.subarray(0, 6), PEER_ID_PREFIX)) return bytes.subarray(6);
  }
  throw new DecodeError('malformed', 'not a mailbox address', {
    hint: 'It looks like /ip4/192.0.2.1/tcp/4001/p2p/12D3Koo…',
  });
}

/** The text PeerId of an Ed25519 public key: `12D3Koo…`. */
export function formatPeerId(publicKey: Uint8Array): string {
  return base58.encode(concatBytes(PEER_ID_PREFIX, publicKey));
}

function decodeBase58(text: string): Uint8Array | undefined {
  try {
    return base58.decode(text);
  } catch {
    return undefined;
  }
}
