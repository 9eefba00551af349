/** A network without a direct way, on real sockets (specs/07 §9). */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createNetwork } from '../src/index.ts';
import { answerStored, locationOf, random, realClock, startPair, stopLater, testEnvelope, until } from './fixtures.ts';

const unreachable = expect.objectContaining({ kind: 'unavailable', code: 'unreachable' });

/** Whether anybody takes a connection there. */
async function answers(address: string): Promise<boolean> {
  const socket = connect(Number(/\/tcp\/(\d+)/.exec(address)?.[1]), '127.0.0.1');
  return await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

describe('a network without a direct way', () => {
  it('F10: says goodbye, closes its port, and neither dials nor lets anybody in', async () => {
    const [a, b] = await startPair();
    await a.direct.connect(locationOf(b));
    await until(() => b.direct.isConnected(a.direct.peerId));
    const before = locationOf(a);
    expect(await answers(before.addresses[0] ?? '')).toBe(true);

    await a.setDirect(false);
    expect(a.direct.connectedPeers()).toEqual([]);
    await until(() => !b.direct.isConnected(a.direct.peerId));
    expect(a.direct.addresses()).toEqual([]);
    expect(await answers(before.addresses[0] ?? '')).toBe(false);
    await expect(a.direct.connect(locationOf(b))).rejects.toEqual(unreachable);
    await expect(a.direct.send(b.direct.peerId, testEnvelope())).rejects.toEqual(unreachable);
    await expect(b.direct.connect(before)).rejects.toEqual(unreachable);
    expect(a.figures.paths()).toEqual([]);
    await a.wake();
    expect(b.direct.connectedPeers()).toEqual([]);
  });

  it('F10: gives up a dial that is under way, and has a direct way again when it is wanted', async () => {
    const [a, b] = await startPair();
    const dialling = a.direct.connect(locationOf(b)).catch((error: unknown) => error);
    await a.setDirect(false);
    expect(await dialling).toEqual(unreachable);
    expect(a.direct.connectedPeers()).toEqual([]);
    await until(() => b.direct.connectedPeers().length === 0);

    await a.setDirect(true);
    await b.direct.connect(locationOf(a));
    expect((await b.direct.send(a.direct.peerId, testEnvelope())).kind).toBe('stored');
    await until(() => a.direct.isConnected(b.direct.peerId));
    expect((await a.direct.send(b.direct.peerId, testEnvelope())).kind).toBe('stored');
  });

  it('F10: starts without one when it is told so before, and offers what mailboxes need', async () => {
    const network = createNetwork({
      directSeed: random.bytes(32),
      listen: { host: '127.0.0.1', port: 0 },
      discovery: true,
      clock: realClock,
      random,
    });
    answerStored(network);
    await network.setDirect(false);
    await network.start();
    stopLater(() => network.stop());
    expect(network.direct.addresses()).toEqual([]);
    const available = network.figures.transports().filter(({ isAvailable }) => isAvailable);
    expect(available.map(({ kind }) => kind)).toEqual(['tcp', 'websocket']);
    await network.setDirect(true);
    expect(network.direct.addresses()).toHaveLength(1);
    expect(network.figures.transports()).toContainEqual({ kind: 'local-discovery', isAvailable: true });
  });
});
