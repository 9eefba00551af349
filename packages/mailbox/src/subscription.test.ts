import { create, formatHex, LIMITS, RefusalCode, SubscribeSchema, TopicKind } from '@sotto/wire';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingSink } from '../tests/recording-sink.ts';
import { TestMailbox } from '../tests/test-mailbox.ts';

const refused = (code: RefusalCode) => ({ kind: 'refused', code });

let mailbox: TestMailbox;
beforeEach(async () => {
  mailbox = await TestMailbox.open();
});
afterEach(() => mailbox.dispose());

describe('a subscription', () => {
  const cursorsGrow = (sink: RecordingSink) => {
    const cursors = sink.taken.map(({ cursor }) => cursor);
    expect(cursors).toEqual([...new Set(cursors)].sort((a, b) => a - b));
  };

  it('gets what is stored, oldest first, then what arrives (attack E4)', async () => {
    const keys = mailbox.topicKeys();
    const [sender, reader] = [mailbox.client(), mailbox.client()];
    await reader.open(keys);
    const sent: Uint8Array[] = [];
    const send = async () => {
      const envelope = sender.envelope(keys);
      sent.push(envelope.bytes);
      await sender.putEnvelope(keys, envelope);
    };
    for (let i = 0; i < 3; i++) await send();
    const accepted = { accepted: true, replaced: false };
    expect(await reader.subscribe(keys)).toEqual({ kind: 'subscribed', topics: [accepted] });
    for (let i = 0; i < 3; i++) await send();
    await expect.poll(() => reader.sink.taken.map(({ envelope }) => envelope)).toEqual(sent);
    cursorsGrow(reader.sink);
  });

  it('waits for a slow reader and then goes on where it stopped', async () => {
    const keys = mailbox.topicKeys();
    const sink = new RecordingSink(2);
    const reader = mailbox.client('192.0.2.1', sink);
    await reader.open(keys);
    for (let i = 0; i < 5; i++) await reader.put(keys);
    await reader.subscribe(keys);
    await expect.poll(() => sink.taken.length).toBe(2);
    await reader.put(keys);
    expect(sink.taken.length).toBe(2);
    sink.makeRoom(3);
    await expect.poll(() => sink.taken.length).toBe(5);
    sink.makeRoom(10);
    await expect.poll(() => sink.taken.length).toBe(6);
    cursorsGrow(sink);
  });

  it('brings every envelope once and in order, whatever the pace of sender, reader and mailbox (attack E4)', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), times: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ kind: fc.constant('room' as const), deliveries: fc.integer({ min: 0, max: 6 }) }),
      fc.record({ kind: fc.constant('pause' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const keys = mailbox.topicKeys();
        const sink = new RecordingSink(1);
        const reader = mailbox.client('192.0.2.1', sink);
        await reader.open(keys);
        const sent: Promise<Uint8Array>[] = [];
        const put = async () => {
          const envelope = reader.envelope(keys);
          const outcome = await mailbox.client(`192.0.2.${2 + sent.length}`).putEnvelope(keys, envelope);
          expect(outcome.kind).toBe('receipt');
          return envelope.bytes;
        };
        await reader.subscribe(keys);
        for (const next of steps) {
          if (next.kind === 'put') for (let i = 0; i < next.times; i++) sent.push(put());
          else if (next.kind === 'room') sink.makeRoom(next.deliveries);
          else await mailbox.clock.settle();
        }
        const stored = await Promise.all(sent);
        sink.makeRoom(1_000);
        await expect.poll(() => sink.taken.length).toBe(stored.length);
        cursorsGrow(sink);
        expect(new Set(sink.taken.map(({ envelope }) => formatHex(envelope)))).toEqual(new Set(stored.map(formatHex)));
        reader.session.end();
      }),
      { numRuns: 40 },
    );
  });

  it('accepts and refuses topic by topic', async () => {
    const [keys, unknown] = [mailbox.topicKeys(), mailbox.topicKeys()];
    const reader = mailbox.client();
    await reader.open(keys);
    const accepted = [true, false, false];
    const outcome = await reader.subscribe(keys, unknown, { ...keys, readKey: unknown.readKey });
    expect(outcome).toEqual({
      kind: 'subscribed',
      topics: accepted.map((yes) => ({ accepted: yes, replaced: false })),
    });
  });

  it('of a queue replaces the one before; both sides notice (attack E9)', async () => {
    const [keys, other] = [mailbox.topicKeys(), mailbox.topicKeys()];
    const [first, second] = [mailbox.client(), mailbox.client()];
    for (const topic of [keys, other]) await first.open(topic);
    await first.subscribe(keys, other);
    expect(await second.subscribe(keys)).toMatchObject({ topics: [{ accepted: true, replaced: true }] });
    expect(first.sink.hasEnded).toBe(false);
    await first.put(keys);
    await first.put(other);
    await expect.poll(() => second.sink.taken.length).toBe(1);
    await expect.poll(() => first.sink.taken.length).toBe(1);
    expect(first.sink.taken[0]?.topic).toEqual(other.topic);
    await second.subscribe(other);
    expect(first.sink.hasEnded).toBe(true);
  });

  it('of a log has many readers', async () => {
    const keys = mailbox.topicKeys(TopicKind.LOG);
    const readers = [mailbox.client(), mailbox.client(), mailbox.client()];
    await readers[0]?.open(keys);
    for (const reader of readers) {
      expect(await reader.subscribe(keys)).toMatchObject({ topics: [{ accepted: true, replaced: false }] });
    }
    await readers[0]?.put(keys);
    await expect.poll(() => readers.map(({ sink }) => sink.taken.length)).toEqual([1, 1, 1]);
  });

  it('starts over when the same stream asks again', async () => {
    const keys = mailbox.topicKeys();
    const reader = mailbox.client();
    await reader.open(keys);
    await reader.put(keys);
    await reader.subscribe(keys);
    await expect.poll(() => reader.sink.taken.length).toBe(1);
    expect(await reader.subscribe(keys)).toMatchObject({ topics: [{ accepted: true, replaced: false }] });
    await expect.poll(() => reader.sink.taken.length).toBe(2);
  });

  it('ends with its stream and with its topic', async () => {
    const [keys, other] = [mailbox.topicKeys(), mailbox.topicKeys()];
    const reader = mailbox.client();
    for (const topic of [keys, other]) await reader.open(topic);
    await reader.subscribe(keys, other);
    expect(mailbox.service.followedTopics()).toEqual([keys.topic, other.topic]);
    await mailbox.client().close(keys);
    expect(mailbox.service.followedTopics()).toEqual([other.topic]);
    expect(mailbox.service.followedTopicCount()).toBe(1);
    reader.session.end();
    expect(mailbox.service.followedTopics()).toEqual([]);
  });

  it('is bounded in topics', async () => {
    const reader = mailbox.client();
    const topics = Array.from({ length: LIMITS.MAX_TOPICS_PER_SUBSCRIPTION + 1 }, () => ({
      topic: new Uint8Array(32),
      proof: new Uint8Array(64),
    }));
    const outcome = await reader.session.subscribe(create(SubscribeSchema, { topics }));
    expect(outcome).toMatchObject(refused(RefusalCode.TOO_LARGE));
  });
});
