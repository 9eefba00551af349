/** The peer of the latency benchmark: 1 KiB there and back on one long-lived libp2p stream, TCP, Noise, Yamux. */
import { noise } from '@libp2p/noise';
import { tcp } from '@libp2p/tcp';
import { lpStream } from '@libp2p/utils';
import { yamux } from '@libp2p/yamux';
import { createLibp2p } from 'libp2p';

const PROTOCOL = '/sotto-bench/echo/1';

export interface BareStream {
  roundTrip(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBareStream(bytes: number): Promise<BareStream> {
  const node = (listen: string[]) =>
    createLibp2p({
      addresses: { listen },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
    });
  const [server, client] = [await node(['/ip4/127.0.0.1/tcp/0']), await node([])];
  await server.handle(PROTOCOL, async (stream) => {
    const frames = lpStream(stream);
    try {
      for (;;) await frames.write(await frames.read());
    } catch {
      stream.abort(new TypeError('done'));
    }
  });
  const stream = await client.dialProtocol(server.getMultiaddrs(), PROTOCOL);
  const frames = lpStream(stream);
  const payload = new Uint8Array(bytes).fill(7);
  return {
    async roundTrip() {
      await frames.write(payload);
      await frames.read();
    },
    async stop() {
      await stream.close();
      await Promise.all([client.stop(), server.stop()]);
    },
  };
}
