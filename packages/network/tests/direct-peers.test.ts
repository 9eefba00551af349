import type { Libp2p } from '@libp2p/interface';
import type { Clock } from '@sotto/ports';
import { fakeClock } from '@sotto/testkit';
import { describe, expect, it } from 'vitest';
import { DIRECT_PROTOCOL } from '../src/direct/direct-frame.ts';
import { DirectPeers } from '../src/direct/direct-peers.ts';
import { createPeerNode } from '../src/peer/peer-node.ts';
import { random, realClock, reply, stopLater, testEnvelope, until } from './fixtures.ts';

interface Device {
  readonly peers: DirectPeers;
  readonly libp2p: Libp2p;
}

async function startDevice(clock: Clock = realClock): Promise<Device> {
  const node = await createPeerNode({
    seed: random.bytes(32),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    maxConnections: 16,
    inboundPerSecond: 50,
    addressDialTimeoutMs: 2_000,
    ping: { intervalMs: 2_000, timeoutMs: 2_000 },
    identify: 'off',
  });
  const peers = new DirectPeers({ peerId: node.libp2p.peerId.toString(), clock, random });
  peers.onDelivery(reply);
  await peers.attach(node);
  await node.libp2p.start();
  stopLater(async () => {
    peers.detach();
    await node.stop();
  });
  return { peers, libp2p: node.libp2p };
}

async function startFriends(clock?: Clock): Promise<[Device, Device]> {
  const [a, b] = await Promise.all([startDevice(clock), startDevice(clock)]);
  a.peers.allowPeers(new Set([b.peers.peerId]));
  b.peers.allowPeers(new Set([a.peers.peerId]));
  return [a, b];
}

function locationOf({ peers }: Device) {
  return { peerId: peers.peerId, addresses: peers.addresses() };
}

function directStreams({ libp2p }: Device): number {
  return libp2p
    .getConnections()
    .flatMap(({ streams }) => streams)
    .filter(({ protocol }) => protocol === DIRECT_PROTOCOL).length;
}

describe('direct peers', () => {
  it('end one of two connections that crossed, while envelopes are on their way', async () => {
    const clock = fakeClock();
    const [a, b] = await startFriends(clock);
    // Both dials are made before either is known to the other side.
    await Promise.all([a.libp2p.dial(b.libp2p.getMultiaddrs()), b.libp2p.dial(a.libp2p.getMultiaddrs())]);
    const sent: Promise<unknown>[] = [];
    const both: [Device, Device][] = [
      [a, b],
      [b, a],
    ];
    await Promise.all(
      both.map(async ([from, to]) => {
        await from.peers.connect(locationOf(to));
        for (let i = 0; i < 100; i++) sent.push(from.peers.send(to.peers.peerId, testEnvelope(5_000)));
      }),
    );
    await Promise.all(sent);
    await until(() => directStreams(a) === 1 && directStreams(b) === 1);
    clock.advance(5_000);
    await until(() => a.libp2p.getConnections().length === 1 && b.libp2p.getConnections().length === 1);
    expect((await a.peers.send(b.peers.peerId, testEnvelope())).kind).toBe('stored');
    expect((await b.peers.send(a.peers.peerId, testEnvelope())).kind).toBe('stored');
  });

  it('dial a contact that is seen on the local network, and nobody else', async () => {
    const [a, b] = await startFriends();
    const stranger = await startDevice();
    a.peers.discovered(stranger.peers.peerId, stranger.peers.addresses());
    await expect(a.peers.connect({ peerId: stranger.peers.peerId, addresses: [] })).rejects.toThrow();
    a.peers.discovered(b.peers.peerId, b.peers.addresses());
    await until(() => a.peers.isConnected(b.peers.peerId) && b.peers.isConnected(a.peers.peerId));
    await a.peers.disconnect(b.peers.peerId);
    await until(() => !a.peers.isConnected(b.peers.peerId));
    await a.peers.connect({ peerId: b.peers.peerId, addresses: [] });
    expect(a.peers.connectedPeers()).toEqual([b.peers.peerId]);
  });

  it('F3: forget a peer that has left', async () => {
    const [a, b] = await startFriends();
    await a.peers.connect(locationOf(b));
    await a.peers.disconnect(b.peers.peerId);
    const known = async () => (await b.libp2p.peerStore.all()).map(({ id }) => id.toString());
    while ((await known()).includes(a.peers.peerId)) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await known()).not.toContain(a.peers.peerId);
  });
});
