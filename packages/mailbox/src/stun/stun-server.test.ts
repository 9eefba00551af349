import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fakeClock } from '@sotto/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StunServer, startStunServer } from './stun-server.ts';

const clock = fakeClock();
let server: StunServer;
let client: Socket;

beforeEach(async () => {
  const limits = { burst: 3, perSecond: 1, totalPerSecond: 100 };
  server = await startStunServer({ host: '127.0.0.1', port: 0, clock, limits });
  client = createSocket('udp4');
  client.connect(server.port, '127.0.0.1');
  await once(client, 'connect');
});
afterEach(async () => {
  client.close();
  await server.close();
});

const request = (id: number) =>
  Uint8Array.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, ...Array.from({ length: 12 }, () => id)]);

async function ask(id: number): Promise<number | undefined> {
  const answer = once(client, 'message');
  client.send(request(id));
  const [bytes] = (await answer) as [Uint8Array];
  expect(bytes[8]).toBe(id);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return view.getUint16(26) ^ 0x2112;
}

describe('the STUN server', () => {
  it('tells a client its port, and says nothing to anything else', async () => {
    client.send(Uint8Array.of(1, 2, 3));
    expect(await ask(1)).toBe(client.address().port);
    expect(server.answered()).toBe(1);
  });

  it('F3: answers one address only so often', async () => {
    for (const id of [1, 2, 3]) await ask(id);
    client.send(request(4));
    await vi.waitFor(() => expect(server.refused()).toBe(1));
    clock.advance(1_000);
    await ask(5);
    expect(server.answered()).toBe(4);
  });

  it('says so when the port is taken', async () => {
    const again = startStunServer({ host: '127.0.0.1', port: server.port, clock });
    await expect(again).rejects.toMatchObject({ code: 'refused' });
  });
});
