/** A mailbox that lies, talks nonsense or says nothing: each has a typed outcome, and none holds its caller up. */
import type { Stream } from '@libp2p/interface';
import { type FakeClock, fakeClock } from '@sotto/testkit';
import {
  create,
  decodeMessage,
  encodeFrame,
  encodeMessage,
  FrameDecoder,
  LIMITS,
  type MailboxAddress,
  MailboxRequestSchema,
  MailboxResponseSchema,
  parseMailboxAddress,
  RefusalCode,
} from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { MAILBOX_PROTOCOL } from '../src/mailbox/mailbox-codec.ts';
import { addressOf, startBarePeer, startNetwork, TWO_GIGABYTES, until } from './fixtures.ts';
import { newTopic, putRequest } from './mailbox-fixtures.ts';

type ResponseInit = Exclude<Parameters<typeof create<typeof MailboxResponseSchema>>[1], undefined>;

const hello: ResponseInit = { response: { case: 'hello', value: { version: 1, challenge: new Uint8Array(32) } } };

function frame(response: ResponseInit): Uint8Array {
  const bytes = encodeMessage(MailboxResponseSchema, create(MailboxResponseSchema, response));
  return encodeFrame(bytes, LIMITS.MAX_FRAME_BYTES);
}

/** Greets, then answers every request with `answer`; `undefined`: not at all. */
function answering(answer: (id: bigint) => ResponseInit | undefined): (stream: Stream) => void {
  return (stream) => {
    const decoder = new FrameDecoder(LIMITS.MAX_FRAME_BYTES);
    stream.addEventListener('message', ({ data }) => {
      for (const request of decoder.push(data.subarray())) {
        const { id } = decodeMessage(MailboxRequestSchema, request, LIMITS.MAX_FRAME_BYTES);
        const response = answer(id);
        if (response !== undefined) stream.send(frame(response));
      }
    });
    stream.send(frame(hello));
  };
}

async function meet(serve: (stream: Stream) => void, clock?: FakeClock) {
  const peer = await startBarePeer();
  await peer.handle(MAILBOX_PROTOCOL, serve);
  const network = await startNetwork({ listen: undefined, ...(clock === undefined ? {} : { clock }) });
  return { network, address: parseMailboxAddress(addressOf(peer)) };
}

function failure(code: string) {
  return expect.objectContaining({ kind: 'unavailable', code });
}

describe('a hostile mailbox', () => {
  it.each<[string, (stream: Stream) => void]>([
    ['greets with garbage', (stream) => void stream.send(Uint8Array.of(0, 0, 0, 2, 0xff, 0xff))],
    ['F4: greets with a frame of 2 GB', (stream) => void stream.send(TWO_GIGABYTES)],
    [
      'greets in a version that nobody knows',
      (stream) =>
        void stream.send(frame({ response: { case: 'hello', value: { version: 2, challenge: new Uint8Array(32) } } })),
    ],
    [
      'greets with a short challenge',
      (stream) =>
        void stream.send(frame({ response: { case: 'hello', value: { version: 1, challenge: new Uint8Array(8) } } })),
    ],
    [
      'greets with a delivery',
      (stream) => void stream.send(frame({ response: { case: 'delivery', value: { topic: new Uint8Array(32) } } })),
    ],
    ['ends the stream without a word', (stream) => void stream.close()],
    [
      'greets twice',
      (stream) => {
        stream.send(frame(hello));
        stream.send(frame(hello));
      },
    ],
    ['answers with garbage', answering(() => ({ id: 1n }))],
    [
      'answers a request that was not made',
      answering((id) => ({ id: id + 7n, response: { case: 'done', value: {} } })),
    ],
    ['pushes an answer', answering(() => ({ id: 0n, response: { case: 'done', value: {} } }))],
  ])('that %s is unreachable, and is left alone for a while', async (_, serve) => {
    const clock = fakeClock();
    const { network, address } = await meet(serve, clock);
    const outcome = network.reader.limits(address).catch((error: unknown) => error);
    expect([failure('unreachable'), failure('refused')]).toContainEqual(await outcome);
    const second = await network.reader.limits(address).catch((error: unknown) => error);
    expect(second).toEqual(expect.objectContaining({ facts: { retryAfterMs: expect.any(Number) } }));
    expect(network.reader.isConnected(address)).toBe(false);
  });

  it.each<[string, ResponseInit['response']]>([
    ['of another kind', { case: 'done', value: {} }],
    ['that goes backwards', { case: 'page', value: { envelopes: [{ cursor: 3n, envelope: Uint8Array.of(1) }] } }],
    ['that never ends', { case: 'page', value: { more: true } }],
    [
      'with more than was asked for',
      {
        case: 'page',
        value: { envelopes: [11n, 12n, 13n].map((cursor) => ({ cursor, envelope: Uint8Array.of(1) })) },
      },
    ],
    ['with an empty envelope', { case: 'page', value: { envelopes: [{ cursor: 11n, envelope: new Uint8Array() }] } }],
    [
      'with a cursor beyond all numbers',
      {
        case: 'page',
        value: { envelopes: [{ cursor: 2n ** 60n, envelope: Uint8Array.of(1) }] },
      },
    ],
  ])('that gives a page %s is refused', async (_, response) => {
    const { network, address } = await meet(answering((id) => ({ id, ...(response && { response }) })));
    const page = network.reader.fetch(address, newTopic(), { cursor: 10, limit: 2 });
    await expect(page).rejects.toEqual(failure('refused'));
    await until(() => !network.reader.isConnected(address));
  });

  it('that pushes a delivery of a wrong shape ends the subscription', async () => {
    const topic = newTopic();
    const { network, address } = await meet((stream) => {
      answering((id) => ({ id, response: { case: 'subscribed', value: { accepted: [true], replaced: [false] } } }))(
        stream,
      );
      stream.addEventListener('message', () => {
        stream.send(frame({ response: { case: 'delivery', value: { topic: topic.topic, envelope: { cursor: 0n } } } }));
      });
    });
    const delivered: unknown[] = [];
    const subscription = await network.reader.subscribe({
      mailbox: address,
      topics: [topic],
      onDelivery: (delivery) => void delivered.push(delivery),
    });
    await subscription.ended;
    expect(delivered).toEqual([]);
  });

  it('that answers for more topics than were asked is refused', async () => {
    const accepted = [true, true];
    const { network, address } = await meet(
      answering((id) => ({ id, response: { case: 'subscribed', value: { accepted, replaced: accepted } } })),
    );
    const subscription = network.reader.subscribe({ mailbox: address, topics: [newTopic()], onDelivery: () => {} });
    await expect(subscription).rejects.toEqual(failure('refused'));
  });

  it('that says nothing times out, whether before the greeting or after', async () => {
    const clock = fakeClock();
    const silent = await meet(() => {}, clock);
    let asked = 0;
    const mute = await meet(
      answering(() => {
        asked++;
        return undefined;
      }),
      clock,
    );
    const topic = newTopic();
    const outcomes = [
      silent.network.reader.limits(silent.address),
      mute.network.depositor.put(putRequest(mute.address, topic)),
    ].map((outcome) => expect(outcome).rejects.toEqual(failure('timeout')));
    await until(() => asked === 1 && silent.network.reader.isConnected(silent.address) === false);
    clock.advance(20_000);
    await Promise.all(outcomes);
  });

  it('that answers late is not mistaken for one that lies', async () => {
    const clock = fakeClock();
    const late: (() => void)[] = [];
    const { network, address } = await meet((stream) => {
      answering((id) => {
        if (id > 1n) return { id, response: { case: 'limits', value: {} } };
        late.push(() => stream.send(frame({ id, response: { case: 'limits', value: {} } })));
        return undefined;
      })(stream);
    }, clock);
    const first = expect(network.reader.limits(address)).rejects.toEqual(failure('timeout'));
    await until(() => late.length === 1);
    clock.advance(20_000);
    await first;
    late[0]?.();
    expect(await network.reader.limits(address)).toMatchObject({ putBurst: 0 });
  });

  it('under another key than its address says is unreachable', async () => {
    const { network, address } = await meet(answering(() => undefined));
    const other = await startBarePeer([]);
    const wrong = address.replace(/[^/]+$/, other.peerId.toString()) as MailboxAddress;
    await expect(network.reader.limits(wrong)).rejects.toEqual(failure('unreachable'));
  });

  it('that refuses gives the typed reason, with its advice', async () => {
    const { network, address } = await meet(
      answering((id) => ({
        id,
        response: { case: 'refusal', value: { code: RefusalCode.QUOTA, retryAfterSeconds: 4_000_000 } },
      })),
    );
    const request = putRequest(address, newTopic());
    await expect(network.depositor.put(request)).rejects.toEqual(
      expect.objectContaining({ kind: 'limit', code: 'quota', facts: { retryAfterSeconds: 86_400 } }),
    );
  });
});
