import { createServer } from 'node:net';
import type { IdentifyResult } from '@libp2p/interface';
import type { DirectDelivery } from '@sotto/ports';
import { fakeClock } from '@sotto/testkit';
import { encodeFrame, LIMITS, UnavailableError } from '@sotto/wire';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DIRECT_PROTOCOL, encodeEnvelopeFrame } from '../src/direct/direct-frame.ts';
import {
  answerStored,
  deviceAddress,
  idOf,
  locationOf,
  nextEvent,
  openStream,
  reply,
  roundTrip,
  startBarePeer,
  startNetwork,
  startPair,
  streamEnd,
  TWO_GIGABYTES,
  testEnvelope,
  until,
} from './fixtures.ts';

const unreachable = expect.objectContaining({ kind: 'unavailable', code: 'unreachable' });

describe('direct streams', () => {
  it('carry envelopes both ways over the stream that one side opened', async () => {
    const [a, b] = await startPair();
    await a.direct.connect(locationOf(b));
    await until(() => b.direct.isConnected(a.direct.peerId));
    const replies = await Promise.all([
      a.direct.send(b.direct.peerId, testEnvelope()),
      b.direct.send(a.direct.peerId, testEnvelope(65_000)),
    ]);
    expect(replies).toEqual([
      { kind: 'stored', deliveryProof: new Uint8Array(32).fill(7) },
      { kind: 'stored', deliveryProof: new Uint8Array(32).fill(7) },
    ]);
    expect(a.direct.connectedPeers()).toEqual([b.direct.peerId]);
  });

  it('tell a refusal from an envelope that was stored', async () => {
    const [a, b] = await startPair({}, (network) =>
      network.direct.onDelivery((delivery) => delivery.reply({ kind: 'refused', envelopeId: idOf(delivery.envelope) })),
    );
    await a.direct.connect(locationOf(b));
    expect(await a.direct.send(b.direct.peerId, testEnvelope())).toEqual({ kind: 'refused' });
  });

  it('keep the order of many envelopes in flight, and send an envelope in flight only once', async () => {
    const received: Uint8Array[] = [];
    const [a, b] = await startPair({}, (network) =>
      network.direct.onDelivery((delivery) => {
        received.push(delivery.envelope);
        reply(delivery);
      }),
    );
    await a.direct.connect(locationOf(b));
    const envelopes = Array.from({ length: 300 }, () => testEnvelope(2_000));
    await Promise.all([...envelopes, ...envelopes].map((envelope) => a.direct.send(b.direct.peerId, envelope)));
    expect(received).toEqual(envelopes.map(({ bytes }) => bytes));
  });

  it('leave one connection when two dials cross, and lose nothing', async () => {
    const [a, b] = await startPair();
    await Promise.all([a.direct.connect(locationOf(b)), b.direct.connect(locationOf(a))]);
    const exchange = async () => {
      for (let i = 0; i < 20; i++) {
        await Promise.all([
          a.direct.send(b.direct.peerId, testEnvelope()),
          b.direct.send(a.direct.peerId, testEnvelope()),
        ]);
      }
    };
    await exchange();
    expect([a.direct.connectedPeers().length, b.direct.connectedPeers().length]).toEqual([1, 1]);
    await exchange();
  });

  it('end at once with a goodbye when one side stops, and what waits fails', async () => {
    const gone: string[] = [];
    const [a, b] = await startPair({}, (network) => {
      network.direct.onDelivery(() => {});
      network.direct.onPeerDisconnected((peerId) => gone.push(peerId));
    });
    await a.direct.connect(locationOf(b));
    await until(() => b.direct.isConnected(a.direct.peerId));
    const waiting = b.direct.send(a.direct.peerId, testEnvelope());
    await Promise.all([expect(waiting).rejects.toEqual(unreachable), a.stop()]);
    await until(() => gone.includes(a.direct.peerId));
    await expect(b.direct.send(a.direct.peerId, testEnvelope())).rejects.toEqual(unreachable);
  });

  it('are refused to a stranger', async () => {
    const [a, b] = await startPair();
    a.direct.allowPeers(new Set([b.direct.peerId]));
    b.direct.allowPeers(new Set());
    await expect(a.direct.connect(locationOf(b))).rejects.toEqual(unreachable);
    expect(b.direct.connectedPeers()).toEqual([]);
  });

  it('end when a peer is no longer allowed', async () => {
    const [a, b] = await startPair();
    await a.direct.connect(locationOf(b));
    b.direct.allowPeers(new Set());
    await until(() => !a.direct.isConnected(b.direct.peerId) && !b.direct.isConnected(a.direct.peerId));
    await expect(a.direct.connect(locationOf(b))).rejects.toEqual(unreachable);
  });

  it('come back after one side was away', async () => {
    const [a, b] = await startPair();
    await a.direct.connect(locationOf(b));
    await b.direct.disconnect(a.direct.peerId);
    await until(() => !a.direct.isConnected(b.direct.peerId));
    await a.direct.connect(locationOf(b));
    expect((await a.direct.send(b.direct.peerId, testEnvelope())).kind).toBe('stored');
  });

  it('work over WebSocket', async () => {
    const [a, b] = await startPair({ listen: { host: '127.0.0.1', port: 0, webSocketPort: 0 } });
    const addresses = b.direct.addresses().filter((address) => address.endsWith('/ws'));
    expect(addresses).toHaveLength(1);
    await a.direct.connect({ peerId: b.direct.peerId, addresses });
    expect((await a.direct.send(b.direct.peerId, testEnvelope(65_000))).kind).toBe('stored');
  });

  it('G7: say nothing about the machine or the program', async () => {
    const network = await startNetwork({}, answerStored);
    const asking = await startBarePeer([], 'ask');
    network.direct.allowPeers(new Set([asking.peerId.toString()]));
    const identified = new Promise<IdentifyResult>((resolve) =>
      asking.addEventListener('peer:identify', ({ detail }) => resolve(detail), { once: true }),
    );
    await roundTrip(asking, deviceAddress(network));
    expect((await identified).agentVersion).toBe('sotto');
  });

  it('listen on a free port when the one asked for is taken', async () => {
    const taken = createServer();
    onTestFinished(() => void taken.close());
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const port = (taken.address() as { port: number }).port;
    const network = await startNetwork({ listen: { host: '127.0.0.1', port } });
    expect(network.direct.addresses()).toHaveLength(1);
    expect(network.direct.addresses()[0]).not.toContain(`/${port}`);
  });
});

describe('dialling', () => {
  it('fails at once for a while after a dial that failed, and works again when the peer has come', async () => {
    const clock = fakeClock();
    const a = await startNetwork({ clock }, answerStored);
    const seed = new Uint8Array(32).fill(5);
    const b = await startNetwork({ directSeed: seed, clock });
    const location = locationOf(b);
    const port = Number(/tcp\/(\d+)/.exec(location.addresses[0] ?? '')?.[1]);
    await b.stop();
    await expect(a.direct.connect(location)).rejects.toEqual(unreachable);
    const again = await startNetwork({ directSeed: seed, clock, listen: { host: '127.0.0.1', port } }, answerStored);
    again.direct.allowPeers(new Set([a.direct.peerId]));
    const failure = await a.direct.connect(location).catch((error: UnavailableError) => error);
    expect(failure).toEqual(
      expect.objectContaining({ facts: expect.objectContaining({ retryAfterMs: expect.any(Number) }) }),
    );
    clock.advance(1_000);
    await a.direct.connect(location);
    expect(a.direct.isConnected(b.direct.peerId)).toBe(true);
  });

  it('needs an address that can be one', async () => {
    const [a, b] = await startPair();
    const elsewhere = `/ip4/127.0.0.1/tcp/1/p2p/${a.direct.peerId}`;
    const addresses = ['not an address', elsewhere];
    await expect(a.direct.connect({ peerId: b.direct.peerId, addresses })).rejects.toEqual(unreachable);
    await expect(a.direct.connect({ peerId: 'nobody', addresses: [] })).rejects.toEqual(unreachable);
  });

  it('goes on when the caller gives up', async () => {
    const [a, b] = await startPair();
    const given = a.direct.connect(locationOf(b), { signal: AbortSignal.abort() });
    await expect(given).rejects.toEqual(expect.objectContaining({ code: 'aborted' }));
    await until(() => a.direct.isConnected(b.direct.peerId));
  });
});

describe('a peer that misbehaves', () => {
  it('is given up after a while when it does not answer', async () => {
    const clock = fakeClock();
    const [a, b] = await startPair({ clock }, (network) => network.direct.onDelivery(() => {}));
    await a.direct.connect(locationOf(b));
    const sent = a.direct.send(b.direct.peerId, testEnvelope());
    const outcome = expect(sent).rejects.toEqual(expect.objectContaining({ code: 'timeout' }));
    clock.advance(60_000);
    await outcome;
  });

  it('F4: loses its stream for a frame that claims 2 GB, before anything is allocated', async () => {
    const bare = await startBarePeer([]);
    const delivered: DirectDelivery[] = [];
    const network = await startNetwork({}, ({ direct }) => direct.onDelivery((delivery) => delivered.push(delivery)));
    network.direct.allowPeers(new Set([bare.peerId.toString()]));
    const address = deviceAddress(network);
    const before = process.memoryUsage().arrayBuffers;
    const stream = await openStream(bare, address, DIRECT_PROTOCOL);
    stream.send(TWO_GIGABYTES);
    expect(await streamEnd(stream)).toBe('reset');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000);
    expect(delivered).toEqual([]);
    await until(() => !network.direct.isConnected(bare.peerId.toString()));
  });

  it('loses its stream for a frame that is not one', async () => {
    const bare = await startBarePeer([]);
    const network = await startNetwork({}, answerStored);
    network.direct.allowPeers(new Set([bare.peerId.toString()]));
    const stream = await openStream(bare, deviceAddress(network), DIRECT_PROTOCOL);
    stream.send(Uint8Array.of(0, 0, 0, 2, 0xff, 0xff));
    expect(await streamEnd(stream)).toBe('reset');
  });

  it('leaves no stream behind after a hundred were opened and closed', async () => {
    const bare = await startBarePeer([]);
    const network = await startNetwork({}, answerStored);
    network.direct.allowPeers(new Set([bare.peerId.toString()]));
    const address = deviceAddress(network);
    for (let i = 0; i < 100; i++) {
      const stream = await openStream(bare, address, DIRECT_PROTOCOL);
      const ended = streamEnd(stream);
      if (i % 2 === 0) await stream.close();
      else stream.abort(new UnavailableError('aborted', 'reset by the test'));
      await ended;
    }
    await until(() => !network.direct.isConnected(bare.peerId.toString()));
    expect(bare.getConnections().flatMap(({ streams }) => streams)).toEqual([]);
  });

  it('F3: is not read while the caller does not answer, so that it costs no memory', async () => {
    const deliveries: DirectDelivery[] = [];
    const bare = await startBarePeer([]);
    const network = await startNetwork({}, ({ direct }) => direct.onDelivery((delivery) => deliveries.push(delivery)));
    network.direct.allowPeers(new Set([bare.peerId.toString()]));
    const stream = await openStream(bare, deviceAddress(network), DIRECT_PROTOCOL);
    const frame = encodeFrame(encodeEnvelopeFrame(testEnvelope(60_000).bytes), LIMITS.MAX_FRAME_BYTES);
    while (deliveries.length < 64) if (!stream.send(frame)) await nextEvent(stream, 'idle');
    while (stream.send(frame));
    await roundTrip(bare, deviceAddress(network));
    expect(deliveries).toHaveLength(64);
    for (const delivery of [...deliveries]) reply(delivery);
    await until(() => deliveries.length > 64);
  });
});
