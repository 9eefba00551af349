/** What a mailbox server does about clients that flood, stall or talk nonsense. */
import type { Stream } from '@libp2p/interface';
import { fakeClock } from '@sotto/testkit';
import {
  create,
  decodeMessage,
  encodeFrame,
  encodeMessage,
  FrameDecoder,
  LIMITS,
  type MailboxRequest,
  MailboxRequestSchema,
  type MailboxResponse,
  MailboxResponseSchema,
  RefusalCode,
  UnavailableError,
} from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { DIRECTORY_PROTOCOL } from '../src/directory/directory-codec.ts';
import type { DoneOutcome, ServerEvent } from '../src/index.ts';
import { MAILBOX_PROTOCOL } from '../src/mailbox/mailbox-codec.ts';
import {
  openStream,
  random,
  roundTrip,
  startBarePeer,
  startNetwork,
  streamEnd,
  TWO_GIGABYTES,
  until,
} from './fixtures.ts';
import { newTopic, startMailbox } from './mailbox-fixtures.ts';
import { MemoryMailboxService } from './memory-mailbox-service.ts';

function requestFrame(id: bigint, request: MailboxRequest['request']): Uint8Array {
  const bytes = encodeMessage(MailboxRequestSchema, create(MailboxRequestSchema, { id, request }));
  return encodeFrame(bytes, LIMITS.MAX_FRAME_BYTES);
}

const limitsRequest = create(MailboxRequestSchema, { request: { case: 'limits', value: {} } }).request;

/** What a stream receives, decoded. */
function responses(stream: Stream): MailboxResponse[] {
  const received: MailboxResponse[] = [];
  const decoder = new FrameDecoder(LIMITS.MAX_FRAME_BYTES);
  stream.addEventListener('message', ({ data }) => {
    for (const bytes of decoder.push(data.subarray())) {
      received.push(decodeMessage(MailboxResponseSchema, bytes, LIMITS.MAX_FRAME_BYTES));
    }
  });
  return received;
}

function observer() {
  const events: ServerEvent[] = [];
  const count = (kind: ServerEvent['kind'], change: string) =>
    events.filter((event) => event.kind === kind && 'change' in event && event.change === change).length;
  return { events, count, observe: (event: ServerEvent) => void events.push(event) };
}

describe('a mailbox server', () => {
  it.each([
    ['F4: a claim of 2 GB', TWO_GIGABYTES],
    ['bytes that are no message', Uint8Array.of(0, 0, 0, 2, 0xff, 0xff)],
    ['an empty frame', new Uint8Array(4)],
    ['a request without a number', requestFrame(0n, limitsRequest)],
    ['a request without a kind', requestFrame(1n, { case: undefined })],
  ])('answers %s with one constant refusal and resets the stream', async (_, bytes) => {
    const seen = observer();
    const mailbox = await startMailbox({ observe: seen.observe });
    const bare = await startBarePeer([]);
    const before = process.memoryUsage().arrayBuffers;
    const stream = await openStream(bare, mailbox.address, MAILBOX_PROTOCOL);
    const received = responses(stream);
    stream.send(bytes);
    expect(await streamEnd(stream)).toBe('reset');
    expect(received.map(({ id, response }) => [id, response.case])).toEqual([
      [0n, 'hello'],
      [0n, 'refusal'],
    ]);
    expect(received[1]?.response.value).toMatchObject({ code: RefusalCode.MALFORMED });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16_000_000);
    await until(() => mailbox.service.sessions.size === 0);
    expect(seen.count('stream', 'malformed')).toBe(1);
  });

  it('F4: resets a directory stream that claims 2 GB', async () => {
    const mailbox = await startMailbox();
    const bare = await startBarePeer([]);
    const stream = await openStream(bare, mailbox.address, DIRECTORY_PROTOCOL);
    stream.send(TWO_GIGABYTES);
    expect(await streamEnd(stream)).toBe('reset');
  });

  it('leaves no stream behind after a hundred were opened and closed', async () => {
    const mailbox = await startMailbox();
    const bare = await startBarePeer([]);
    for (let i = 0; i < 100; i++) {
      const stream = await openStream(bare, mailbox.address, i % 2 === 0 ? MAILBOX_PROTOCOL : DIRECTORY_PROTOCOL);
      const ended = streamEnd(stream);
      if (i % 3 === 0) stream.abort(new UnavailableError('aborted', 'reset by the test'));
      else await stream.close();
      await ended;
    }
    await until(() => mailbox.service.sessions.size === 0);
    expect(bare.getConnections().flatMap(({ streams }) => streams)).toEqual([]);
  });

  it('F3: bounds the streams of one connection and the connections of one host', async () => {
    const seen = observer();
    const limits = { maxStreams: 2, maxConnectionsPerHost: 2 };
    const mailbox = await startMailbox({ observe: seen.observe, limits });
    const [first, second, third] = [await startBarePeer([]), await startBarePeer([]), await startBarePeer([])];
    const streams = [];
    for (let i = 0; i < 3; i++) streams.push(await openStream(first, mailbox.address, MAILBOX_PROTOCOL));
    expect(await streamEnd(streams[2] as Stream)).toBe('reset');
    expect(mailbox.service.sessions.size).toBe(2);
    await openStream(second, mailbox.address, MAILBOX_PROTOCOL);
    await expect(openStream(third, mailbox.address, MAILBOX_PROTOCOL)).rejects.toThrow();
    await second.stop();
    await until(() => seen.count('connection', 'closed') === 1);
    await openStream(third, mailbox.address, MAILBOX_PROTOCOL);
    expect(seen.count('connection', 'refused')).toBe(1);
  });

  it('F3: runs a bounded number of requests of one stream at once', async () => {
    const service = new MemoryMailboxService(random.bytes(32));
    const start = service.startSession.bind(service);
    const waiting: ((outcome: DoneOutcome) => void)[] = [];
    service.startSession = (context, sink) =>
      Object.assign(start(context, sink), { open: () => new Promise<DoneOutcome>((resolve) => waiting.push(resolve)) });
    const mailbox = await startMailbox({}, service);
    const bare = await startBarePeer([]);
    const stream = await openStream(bare, mailbox.address, MAILBOX_PROTOCOL);
    const received = responses(stream);
    const open = create(MailboxRequestSchema, { request: { case: 'open', value: {} } }).request;
    for (let id = 1n; id <= 1_000n; id++) stream.send(requestFrame(id, open));
    await roundTrip(bare, mailbox.address);
    expect(waiting).toHaveLength(64);
    while (received.length < 1_001) {
      for (const resolve of waiting.splice(0)) resolve({ kind: 'done' });
      await roundTrip(bare, mailbox.address);
    }
    expect(received.every(({ response }) => response.case === 'done' || response.case === 'hello')).toBe(true);
  });

  it('F3: stops pushing to a reader that does not read, and resets it in the end', async () => {
    const seen = observer();
    const clock = fakeClock();
    const mailbox = await startMailbox({ clock, observe: seen.observe });
    const bare = await startBarePeer([]);
    const stream = await openStream(bare, mailbox.address, MAILBOX_PROTOCOL);
    const received = responses(stream);
    stream.pause();
    await until(() => mailbox.service.sinks.length === 1);
    const [sink] = mailbox.service.sinks;
    const { topic } = newTopic();
    const envelope = random.bytes(60_000);
    let taken = 0;
    const fill = async () => {
      while (sink?.offer({ topic, cursor: taken + 1, envelope })) {
        taken++;
        await roundTrip(bare, mailbox.address);
      }
    };
    await fill();
    // One window of the stream, and the frame that found it full.
    expect(taken).toBeLessThan(7);
    const drained = new Promise<void>((resolve) => sink?.onDrain(resolve));
    stream.resume();
    await drained;
    await until(() => received.length === 1 + taken);
    stream.pause();
    await fill();
    const ended = streamEnd(stream);
    clock.advance(90_000);
    expect(await ended).toBe('reset');
    expect(seen.count('stream', 'stalled')).toBe(1);
  });

  it('closes a stream that asks for nothing, and a connection that carries nothing', async () => {
    const seen = observer();
    const clock = fakeClock();
    const mailbox = await startMailbox({ clock, observe: seen.observe });
    const bare = await startBarePeer([]);
    const stream = await openStream(bare, mailbox.address, MAILBOX_PROTOCOL);
    const closed = new Promise((resolve) => stream.addEventListener('remoteCloseWrite', resolve, { once: true }));
    clock.advance(130_000);
    await closed;
    await stream.close();
    await until(() => seen.count('stream', 'closed') === 1);
    clock.advance(45_000);
    await until(() => seen.count('connection', 'closed') === 1);
    expect(seen.count('stream', 'idle')).toBe(1);
  });

  it('ends the stream of a reader that was replaced', async () => {
    const mailbox = await startMailbox();
    const network = await startNetwork({ listen: undefined });
    const topic = newTopic();
    await network.reader.open(mailbox.address, topic);
    const subscription = await network.reader.subscribe({
      mailbox: mailbox.address,
      topics: [topic],
      onDelivery: () => {},
    });
    mailbox.service.sinks[0]?.end();
    await subscription.ended;
  });

  it('hides what went wrong inside from its clients, and tells its operator', async () => {
    const seen = observer();
    const service = new MemoryMailboxService(random.bytes(32));
    const start = service.startSession.bind(service);
    const fault = new UnavailableError('storage', 'the disk is on fire');
    service.startSession = (context, sink) =>
      Object.assign(start(context, sink), { limits: () => Promise.reject(fault) });
    const mailbox = await startMailbox({ observe: seen.observe }, service);
    const network = await startNetwork({ listen: undefined });
    await expect(network.reader.limits(mailbox.address)).rejects.toEqual(
      expect.objectContaining({ kind: 'unavailable', code: 'refused', facts: {} }),
    );
    expect(seen.events).toContainEqual({ kind: 'fault', operation: 'limits', error: fault });
    expect(seen.events).toContainEqual(
      expect.objectContaining({ kind: 'request', operation: 'limits', outcome: RefusalCode.UNAVAILABLE }),
    );
  });

  it('says what holds the address when it cannot listen', async () => {
    const { address } = await startMailbox();
    const listen = [address.replace(/\/p2p\/.*/, '')];
    await expect(startMailbox({ listen })).rejects.toEqual(
      expect.objectContaining({ kind: 'unavailable', code: 'refused', hint: expect.any(String) }),
    );
  });

  it('tells the addresses it was given to announce', async () => {
    const { server } = await startMailbox({ announce: ['/dns4/mailbox.example/tcp/443/tls/ws'] });
    expect(server.addresses()).toEqual([`/dns4/mailbox.example/tcp/443/tls/ws/p2p/${server.peerId}`]);
  });
});
