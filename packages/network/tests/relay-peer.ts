/** A peer in Node that uses a relay as a page does: reserves a place and is dialled through it. */
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { Libp2p } from '@libp2p/interface';
import { noise } from '@libp2p/noise';
import { webSockets } from '@libp2p/websockets';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import type { MailboxAddress } from '@sotto/wire';
import { createLibp2p } from 'libp2p';
import { RelayClient } from '../src/relay/relay-client.ts';
import { random, stopLater } from './fixtures.ts';

export interface RelayPeer {
  readonly libp2p: Libp2p;
  readonly lost: readonly string[];
  reserve(relay: MailboxAddress): Promise<readonly MailboxAddress[]>;
}

/** `trusts`: the PeerIds of relays that may hand it connections. */
export async function startRelayPeer(trusts: (peerId: string) => boolean = () => true): Promise<RelayPeer> {
  const client = new RelayClient(trusts);
  const lost: string[] = [];
  client.onLost((peerId) => lost.push(peerId));
  const libp2p = await createLibp2p({
    start: false,
    privateKey: await generateKeyPairFromSeed('Ed25519', random.bytes(32)),
    transports: [webSockets(), client.transport],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: { reconnectRetries: 0, inboundConnectionThreshold: 100 },
    services: { identify: identify() },
  });
  await libp2p.start();
  stopLater(() => libp2p.stop());
  return { libp2p, lost, reserve: (relay) => client.reserve(libp2p, relay, AbortSignal.timeout(5_000)) };
}

/** Dials `to` through a relay. */
export async function dialThrough(relay: MailboxAddress, from: RelayPeer, to: RelayPeer) {
  const address = multiaddr(`${relay}/p2p-circuit/p2p/${to.libp2p.peerId}`);
  return await from.libp2p.dial(address, { signal: AbortSignal.timeout(5_000) });
}
