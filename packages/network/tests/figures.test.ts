/** What a network on real sockets measures of itself (specs/08 §14). */
import { describe, expect, it } from 'vitest';
import { locationOf, type startNetwork, startPair, testEnvelope, until } from './fixtures.ts';

const ENVELOPE_BYTES = 40_000;

function moved(network: Awaited<ReturnType<typeof startNetwork>>) {
  return network.figures.traffic().hours.reduce(
    (sum, { paths }) => ({
      in: sum.in + paths.direct.bytesIn,
      out: sum.out + paths.direct.bytesOut,
      elsewhere: sum.elsewhere + paths.webrtc.bytesIn + paths.relayed.bytesIn + paths.mailbox.bytesIn,
    }),
    { in: 0, out: 0, elsewhere: 0 },
  );
}

describe('the figures of a network', () => {
  it('count the bytes of a direct connection at both ends, with what encryption adds, and say how it runs', async () => {
    const [a, b] = await startPair();
    expect(a.figures.paths()).toEqual([]);
    await a.direct.connect(locationOf(b));
    const before = moved(a);
    const envelope = testEnvelope(ENVELOPE_BYTES);
    await a.direct.send(b.direct.peerId, envelope);
    const after = moved(a);
    expect(after.out - before.out).toBeGreaterThan(ENVELOPE_BYTES);
    expect(after.out - before.out).toBeLessThan(ENVELOPE_BYTES * 1.1);
    expect(moved(b).in).toBeGreaterThanOrEqual(after.out);
    expect(after.elsewhere).toBe(0);
    expect(a.figures.paths()).toMatchObject([{ peerId: b.direct.peerId, kind: 'tcp' }]);
    await until(() => a.figures.paths()[0]?.roundTripMs !== undefined);
    expect(b.figures.transports()).toContainEqual({
      kind: 'tcp',
      isAvailable: true,
      lastWorkedAtMs: expect.any(Number),
    });
  });

  it('tell WebSocket from TCP at both ends, and what is turned off from what never worked', async () => {
    const [a, b] = await startPair({ listen: { host: '127.0.0.1', port: 0, webSocketPort: 0 } });
    const addresses = b.direct.addresses().filter((address) => address.endsWith('/ws'));
    await a.direct.connect({ peerId: b.direct.peerId, addresses });
    expect(a.figures.paths()).toMatchObject([{ kind: 'websocket' }]);
    await until(() => b.figures.paths().length > 0);
    expect(b.figures.paths()).toMatchObject([{ kind: 'websocket' }]);
    expect(a.figures.transports()).toEqual([
      { kind: 'tcp', isAvailable: true },
      { kind: 'websocket', isAvailable: true, lastWorkedAtMs: expect.any(Number) },
      { kind: 'webrtc', isAvailable: false },
      { kind: 'relay', isAvailable: false },
      { kind: 'local-discovery', isAvailable: false },
    ]);
    expect(a.figures.relays()).toEqual([]);
  });
});
