import type { Stream } from '@libp2p/interface';
import { FakeClock } from '@sotto/testkit';
import { concatBytes, encodeFrame } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { FramedStream } from './framed-stream.ts';

const MAX_FRAME_BYTES = 65_536;

/** The writing half of a stream, which holds `roomBytes` until somebody reads. */
class WrittenStream extends EventTarget {
  readonly writes: Uint8Array[] = [];
  readonly roomBytes: number;
  readonly remoteWriteStatus = 'writable';
  readonly readableEnded = false;
  status = 'open';
  writeStatus = 'writable';

  constructor(roomBytes: number) {
    super();
    this.roomBytes = roomBytes;
  }

  get writeBufferLength(): number {
    return Math.max(0, this.writes.reduce((sum, { length }) => sum + length, 0) - this.roomBytes);
  }

  get writableNeedsDrain(): boolean {
    return this.writeBufferLength > 0;
  }

  send(bytes: Uint8Array): boolean {
    this.writes.push(bytes);
    return !this.writableNeedsDrain;
  }

  async close(): Promise<void> {
    this.writeStatus = 'closed';
  }

  abort(): void {
    this.status = 'aborted';
  }
}

function open({ roomBytes = 2 ** 30 } = {}) {
  const stream = new WrittenStream(roomBytes);
  const events: string[] = [];
  const framed = new FramedStream({
    // The parts of a stream that writing needs.
    stream: stream as unknown as Stream,
    clock: new FakeClock(),
    maxFrameBytes: MAX_FRAME_BYTES,
    onFrame: () => {},
    onFull: () => events.push('full'),
    onEnd: (end) => events.push(end),
  });
  return { stream, framed, events };
}

const frames = [1, 2, 3].map((byte) => new Uint8Array(byte * 100).fill(byte));
const encoded = concatBytes(...frames.map((frame) => encodeFrame(frame, MAX_FRAME_BYTES)));

describe('frames on a stream', () => {
  it('that are sent in one turn are written together, in their order', async () => {
    const { stream, framed } = open();
    for (const frame of frames) framed.send(frame);
    expect(stream.writes).toEqual([]);
    await Promise.resolve();
    expect(stream.writes).toEqual([encoded]);
    framed.send(new Uint8Array(1));
    await Promise.resolve();
    expect(stream.writes).toHaveLength(2);
  });

  it('are written before the stream is closed, and refused afterwards', () => {
    const { stream, framed } = open();
    for (const frame of frames) framed.send(frame);
    framed.close();
    expect(stream.writes).toEqual([encoded]);
    expect(() => framed.send(new Uint8Array(1))).toThrow(expect.objectContaining({ code: 'unreachable' }));
  });

  it('are not gathered without bound: a stream that is full says so while they are sent', () => {
    const { stream, framed, events } = open({ roomBytes: 20_000 });
    let sent = 0;
    while (!framed.isFull && sent < 1_000) {
      framed.send(new Uint8Array(1_000));
      sent++;
    }
    expect(events).toEqual(['full']);
    expect(sent).toBeLessThanOrEqual(36);
    expect(stream.writes.length).toBeGreaterThan(0);
  });

  it('that fill the stream after the turn say so then', async () => {
    const { framed, events } = open({ roomBytes: 50 });
    framed.send(new Uint8Array(100));
    expect(events).toEqual([]);
    await Promise.resolve();
    expect(events).toEqual(['full']);
  });

  it('are lost when the stream is reset', async () => {
    const { stream, framed, events } = open();
    framed.send(new Uint8Array(1));
    framed.reset();
    await Promise.resolve();
    expect(stream.writes).toEqual([]);
    expect(events).toEqual(['broken']);
  });
});
