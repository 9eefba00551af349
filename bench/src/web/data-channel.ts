/** A bare data channel between two pages: what a message between them costs at least. */
import type { Tab } from './web-place.ts';

const SENT_BYTES = 1_024;

interface BareChannel {
  connection: RTCPeerConnection;
  channel: Promise<RTCDataChannel>;
}

export interface DataChannel {
  /** A kilobyte there and back, in milliseconds. */
  roundTrip(): Promise<number>;
}

export async function openDataChannel(offering: Tab, answering: Tab): Promise<DataChannel> {
  const offer = await offering.evaluate(async () => {
    const connection = new RTCPeerConnection();
    const opening = connection.createDataChannel('bare');
    opening.binaryType = 'arraybuffer';
    const channel = new Promise<RTCDataChannel>((resolve) => {
      opening.onopen = () => resolve(opening);
    });
    Object.assign(globalThis, { bare: { connection, channel } satisfies BareChannel });
    await connection.setLocalDescription();
    await new Promise<void>((resolve) => {
      if (connection.iceGatheringState === 'complete') return resolve();
      connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
    });
    return connection.localDescription?.sdp ?? '';
  });
  const answer = await answering.evaluate(async (sdp) => {
    const connection = new RTCPeerConnection();
    connection.ondatachannel = ({ channel }) => {
      channel.binaryType = 'arraybuffer';
      channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => channel.send(data);
    };
    Object.assign(globalThis, { bare: connection });
    await connection.setRemoteDescription({ type: 'offer', sdp });
    await connection.setLocalDescription();
    await new Promise<void>((resolve) => {
      if (connection.iceGatheringState === 'complete') return resolve();
      connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
    });
    return connection.localDescription?.sdp ?? '';
  }, offer);
  await offering.evaluate(async (sdp) => {
    const { bare } = globalThis as unknown as { bare: BareChannel };
    await bare.connection.setRemoteDescription({ type: 'answer', sdp });
    await bare.channel;
  }, answer);
  return {
    roundTrip: () =>
      offering.evaluate(async (length) => {
        const channel = await (globalThis as unknown as { bare: BareChannel }).bare.channel;
        const startMs = performance.now();
        const back = new Promise<void>((resolve) => {
          channel.onmessage = () => resolve();
        });
        channel.send(new Uint8Array(length));
        await back;
        return performance.now() - startMs;
      }, SENT_BYTES),
  };
}
