import { peerIdFromString } from '@libp2p/peer-id';
import { multiaddr } from '@multiformats/multiaddr';
import { parseMailboxAddress } from '@sotto/wire';
import { describe, expect, it, vi } from 'vitest';
import { createRelayServer, type RelayLimits } from '../src/index.ts';
import { addressOf, random, realClock, startBarePeer, stopLater } from './fixtures.ts';
import { dialThrough, startRelayPeer } from './relay-peer.ts';

async function startRelay(limits: Partial<RelayLimits> = {}) {
  const listen = ['/ip4/127.0.0.1/tcp/0/ws'];
  const server = createRelayServer({ seed: random.bytes(32), listen, clock: realClock, limits });
  await server.start();
  stopLater(() => server.stop());
  const [address] = server.addresses();
  return { server, address: address ?? expect.unreachable('no address') };
}

describe('the relay', () => {
  it('carries a negotiation between two peers, and announces that it carries little', async () => {
    const { server, address } = await startRelay();
    const [a, b] = await Promise.all([startRelayPeer(), startRelayPeer()]);
    expect(await b.reserve(address)).toEqual([address]);
    expect(server.reservations()).toBe(1);
    const connection = await dialThrough(address, a, b);
    expect(connection.remotePeer.toString()).toBe(b.libp2p.peerId.toString());
    expect(connection.limits?.bytes).toBeGreaterThan(0n);
    expect(connection.limits?.bytes).toBeLessThanOrEqual(65_536n);
  });

  it('F3: cuts a connection that carries more than a negotiation', async () => {
    const { address } = await startRelay();
    const [a, b] = await Promise.all([startRelayPeer(), startRelayPeer()]);
    const protocol = '/test/flood';
    await b.libp2p.handle(protocol, (stream) => stream.addEventListener('message', () => {}), {
      runOnLimitedConnection: true,
    });
    await b.reserve(address);
    const connection = await dialThrough(address, a, b);
    const stream = await connection.newStream(protocol, { runOnLimitedConnection: true });
    const closed = Promise.withResolvers<void>();
    connection.addEventListener('close', () => closed.resolve());
    stream.send(new Uint8Array(100_000));
    await closed.promise;
    expect(connection.status).not.toBe('open');
  });

  it('gives a place back when its peer leaves', async () => {
    const { server, address } = await startRelay();
    const peer = await startRelayPeer();
    await peer.reserve(address);
    await peer.libp2p.hangUp(peerIdFromString(server.peerId));
    await vi.waitFor(() => expect(server.reservations()).toBe(0));
    await vi.waitFor(() => expect(peer.lost).toEqual([server.peerId]));
    await peer.reserve(address);
    expect(server.reservations()).toBe(1);
  });

  it('F3: gives one host only so many places', async () => {
    const { server, address } = await startRelay({ maxReservationsPerHost: 2 });
    const peers = await Promise.all([startRelayPeer(), startRelayPeer(), startRelayPeer()]);
    const reserved = await Promise.allSettled(peers.map((peer) => peer.reserve(address)));
    expect(reserved.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(server.reservations()).toBe(2);
  });

  it('F3: lets a peer be called only so often', async () => {
    const { address } = await startRelay({ connectBurst: 2, connectsPerMinute: 1 });
    const [a, b] = await Promise.all([startRelayPeer(), startRelayPeer()]);
    await b.reserve(address);
    for (let i = 0; i < 2; i++) await (await dialThrough(address, a, b)).close();
    await expect(dialThrough(address, a, b)).rejects.toThrow();
    await expect(dialThrough(address, await startRelayPeer(), b)).rejects.toThrow();
  });

  it('serves no mailbox, and calls nobody', async () => {
    const { address } = await startRelay();
    const peer = await startBarePeer([]);
    const connection = await peer.dial(multiaddr(address));
    await expect(connection.newStream('/sotto/mailbox/1')).rejects.toThrow();
  });
});

describe('a peer at a relay', () => {
  it('F7: takes connections only from relays of its own choice', async () => {
    const [ours, theirs] = await Promise.all([startRelay(), startRelay()]);
    const a = await startRelayPeer();
    const b = await startRelayPeer((peerId) => peerId === ours.server.peerId);
    await Promise.all([b.reserve(ours.address), b.reserve(theirs.address)]);
    await expect(dialThrough(theirs.address, a, b)).rejects.toThrow();
    for (let i = 0; i < 3; i++) {
      const connection = await dialThrough(ours.address, a, b);
      expect(connection.status).toBe('open');
      await connection.close();
    }
  });

  it('tells contacts nothing of a relay but addresses that are its own', async () => {
    const listen = ['/ip4/127.0.0.1/tcp/0/ws'];
    const announce = ['/dns4/relay.example.org/tcp/443/wss', '/ip4/192.0.2.1/udp/9/quic-v1'];
    const server = createRelayServer({ seed: random.bytes(32), listen, announce, clock: realClock });
    await server.start();
    stopLater(() => server.stop());
    expect(server.addresses()).toEqual([parseMailboxAddress(`${announce[0]}/p2p/${server.peerId}`)]);
  });

  it('says so when there is no relay at the address', async () => {
    const [peer, other] = [await startRelayPeer(), await startBarePeer(['/ip4/127.0.0.1/tcp/0/ws'])];
    await expect(peer.reserve(parseMailboxAddress(addressOf(other)))).rejects.toThrow();
  });
});
