/** What the tests of this package share: real sockets on loopback, fixed randomness, and an orderly end. */
import { randomBytes } from 'node:crypto';
import type { Libp2p, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import type { Clock, DirectDelivery, Network, Random } from '@sotto/ports';
import { asEnvelopeId, type EnvelopeId } from '@sotto/wire';
import { expect, onTestFinished } from 'vitest';
import { createNetwork, type NetworkOptions } from '../src/index.ts';
import { createPeerNode } from '../src/peer/peer-node.ts';

export const realClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Two runs at once must not meet under the same PeerId. */
export const random: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };

let stopping: Promise<unknown> = Promise.resolve();

/** Stops something when the test ends, one after the other: two ends that close together wait half a second. */
export function stopLater(stop: () => unknown): void {
  onTestFinished(async () => {
    stopping = stopping.then(stop);
    await stopping;
  });
}

/** A network on loopback that is stopped when the test ends. `prepare` sets handlers before the start. */
export async function startNetwork(
  options: Partial<NetworkOptions> = {},
  prepare: (network: Network) => void = () => {},
): Promise<Network> {
  const network = createNetwork({
    directSeed: random.bytes(32),
    listen: { host: '127.0.0.1', port: 0 },
    discovery: false,
    clock: realClock,
    random,
    ...options,
  });
  prepare(network);
  await network.start();
  stopLater(() => network.stop());
  return network;
}

/** Two networks that allow one another. */
export async function startPair(
  options: Partial<NetworkOptions> = {},
  prepare: (network: Network) => void = answerStored,
): Promise<[Network, Network]> {
  const [a, b] = await Promise.all([startNetwork(options, prepare), startNetwork(options, prepare)]);
  a.direct.allowPeers(new Set([b.direct.peerId]));
  b.direct.allowPeers(new Set([a.direct.peerId]));
  return [a, b];
}

export function locationOf(network: Network) {
  return { peerId: network.direct.peerId, addresses: network.direct.addresses() };
}

export interface TestEnvelope {
  readonly id: EnvelopeId;
  readonly bytes: Uint8Array;
}

/** Random bytes that name themselves: the id is their beginning. */
export function testEnvelope(sizeBytes = 600): TestEnvelope {
  const bytes = random.bytes(sizeBytes);
  return { id: idOf(bytes), bytes };
}

export function idOf(envelope: Uint8Array): EnvelopeId {
  return asEnvelopeId(envelope.slice(0, 32));
}

export function reply({ envelope, reply: answer }: DirectDelivery): void {
  answer({ kind: 'stored', deliveryProof: new Uint8Array(32).fill(7), envelopeId: idOf(envelope) });
}

export function answerStored(network: Network): void {
  network.direct.onDelivery(reply);
}

/** A bare libp2p peer that keeps to no protocol of ours. */
export async function startBarePeer(
  listen: readonly string[] = ['/ip4/127.0.0.1/tcp/0'],
  identify: 'off' | 'ask' = 'off',
): Promise<Libp2p> {
  const { libp2p } = await createPeerNode({
    seed: random.bytes(32),
    listen,
    maxConnections: 512,
    inboundPerSecond: 500,
    addressDialTimeoutMs: 2_000,
    ping: { intervalMs: 2_000, timeoutMs: 2_000 },
    identify,
  });
  await libp2p.start();
  stopLater(() => libp2p.stop());
  return libp2p;
}

/** The first address of a bare peer, with its PeerId. */
export function addressOf(peer: Libp2p): string {
  return peer.getMultiaddrs()[0]?.toString() ?? '';
}

export async function openStream(from: Libp2p, address: string, protocol: string): Promise<Stream> {
  const connection = await from.dial(multiaddr(address));
  return await connection.newStream(protocol, { maxOutboundStreams: 500 });
}

/** Resolves when the other side has handled everything that was sent to it before on the same connection. */
export async function roundTrip(from: Libp2p, address: string): Promise<void> {
  await expect(openStream(from, address, '/nobody/speaks/this')).rejects.toThrow();
}

/** The address of a network's device, with its PeerId. */
export function deviceAddress(network: Network): string {
  return `${network.direct.addresses()[0]}/p2p/${network.direct.peerId}`;
}

/** Resolves when a stream has ended, and how. */
export async function streamEnd(stream: Stream): Promise<Stream['status']> {
  if (stream.status === 'open' || stream.status === 'closing') {
    await new Promise((resolve) => stream.addEventListener('close', resolve, { once: true }));
  }
  return stream.status;
}

/** Resolves with the next event. The promise of `onDrain` is good for one use only. */
export function nextEvent(stream: Stream, name: 'drain' | 'idle'): Promise<void> {
  return new Promise((resolve) => stream.addEventListener(name, () => resolve(), { once: true }));
}

/** Waits for something that events bring about; the test's own time-out ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A frame header that claims 2 GB. */
export const TWO_GIGABYTES = Uint8Array.of(0x7f, 0xff, 0xff, 0xff);
