import { verifyCustodyReceipt } from '@sotto/crypto';
import { create, LIMITS, OpenTopicSchema, PutSchema, RefusalCode, SubscribeSchema, TopicKind } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RecordingSink } from '../tests/recording-sink.ts';
import { TestMailbox } from '../tests/test-mailbox.ts';
import type { MailboxArchive } from './archive.ts';
import { Signatures } from './signatures.ts';

const refused = (code: RefusalCode) => ({ kind: 'refused', code });
const UNKNOWN = refused(RefusalCode.UNKNOWN_TOPIC_OR_KEY);
const DONE = { kind: 'done' };

let mailbox: TestMailbox;
beforeEach(async () => {
  mailbox = await TestMailbox.open();
});
afterEach(() => mailbox.dispose());

describe('opening a topic', () => {
  it('opens it, and confirms it when it is open', async () => {
    const keys = mailbox.topicKeys();
    expect(await mailbox.client().open(keys)).toEqual(DONE);
    expect(await mailbox.client().open(keys)).toEqual(DONE);
  });

  it('refuses a topic that is not made of these keys, and a proof of another stream (attack E5)', async () => {
    const [keys, others] = [mailbox.topicKeys(), mailbox.topicKeys()];
    const client = mailbox.client();
    expect(await client.open({ ...keys, topic: others.topic })).toMatchObject(UNKNOWN);
    expect(await client.open({ ...keys, kind: TopicKind.LOG })).toMatchObject(UNKNOWN);
    const { topic, kind, salt } = keys;
    const { proof } = mailbox.client().proof('open', keys);
    const request = { topic, kind, salt, readKey: keys.readKey.publicKey, writeKey: keys.writeKey.publicKey, proof };
    expect(await client.session.open(create(OpenTopicSchema, request))).toMatchObject(UNKNOWN);
    expect(await client.fetch(keys)).toMatchObject(UNKNOWN);
  });

  it('refuses shapes that are none of a topic', async () => {
    const client = mailbox.client();
    const keys = mailbox.topicKeys();
    expect(await client.session.open(create(OpenTopicSchema))).toMatchObject(refused(RefusalCode.MALFORMED));
    const unspecified = client.open({ ...keys, kind: TopicKind.UNSPECIFIED });
    expect(await unspecified).toMatchObject(refused(RefusalCode.MALFORMED));
  });

  it('refuses more topics than the operator allows', async () => {
    const small = await TestMailbox.open({ policy: { maxTopics: 1 } });
    expect(await small.client().open(small.topicKeys())).toEqual(DONE);
    expect(await small.client().open(small.topicKeys())).toMatchObject(refused(RefusalCode.QUOTA));
    await small.dispose();
  });
});

describe('putting an envelope', () => {
  it('answers with a receipt that verifies, and holds the envelope byte for byte', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const envelope = client.envelope(keys, { ttlSeconds: 600 });
    const outcome = await client.putEnvelope(keys, envelope);
    if (outcome.kind !== 'receipt') return expect.unreachable();
    const { mailboxKey, clock } = mailbox;
    const { receipt } = outcome;
    const body = verifyCustodyReceipt({ receipt, mailboxKey, topic: keys.topic, envelopeId: envelope.id });
    expect(Number(body.receivedAtMs)).toBe(clock.nowMs());
    expect(Number(body.expiresAtMs)).toBe(clock.nowMs() + 600_000);
    expect(await client.held(keys)).toEqual([envelope.bytes]);
  });

  it('repeats the first receipt for a repeated deposit and stores it once', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const envelope = client.envelope(keys);
    const first = await client.putEnvelope(keys, envelope);
    mailbox.clock.advance(5_000);
    expect(await client.putEnvelope(keys, envelope)).toEqual(first);
    expect(await client.held(keys)).toHaveLength(1);
  });

  it('refuses a wrong write key and an unknown topic with the same answer (attack E5)', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const writeKey = mailbox.topicKeys().writeKey.secretKey;
    const wrongKey = await client.put(keys, { writeKey });
    const unknownTopic = await client.put(mailbox.topicKeys());
    expect(wrongKey).toMatchObject(UNKNOWN);
    expect(unknownTopic).toEqual(wrongKey);
    expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    expect(await client.put(keys, { writeKey })).toEqual(wrongKey);
    expect(await client.held(keys)).toHaveLength(1);
  });

  it('refuses a signature that was made for another mailbox or another envelope', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const [one, other] = [client.envelope(keys), client.envelope(keys)];
    expect(await client.putEnvelope(keys, { id: other.id, bytes: one.bytes })).toMatchObject(UNKNOWN);
    const elsewhere = await TestMailbox.open({ seed: 'another mailbox' });
    expect(await elsewhere.client().put(keys)).toMatchObject(UNKNOWN);
    await elsewhere.dispose();
  });

  it('refuses what is not an envelope, and one that is too large', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const signature = new Uint8Array(64);
    const put = (envelope: Uint8Array) => client.session.put(create(PutSchema, { envelope, signature }));
    expect(await put(new Uint8Array(0))).toMatchObject(refused(RefusalCode.MALFORMED));
    expect(await put(mailbox.random.bytes(600))).toMatchObject(refused(RefusalCode.MALFORMED));
    expect(await put(new Uint8Array(LIMITS.MAX_ENVELOPE_BYTES + 1))).toMatchObject(refused(RefusalCode.TOO_LARGE));
    const frugal = await TestMailbox.open({ policy: { maxPayloadBytes: 1_024 } });
    const large = frugal.client().put(frugal.topicKeys(), { payload: new Uint8Array(2_048) });
    expect(await large).toMatchObject(refused(RefusalCode.TOO_LARGE));
    await frugal.dispose();
  });

  it('refuses more envelopes than a topic may hold until some are acknowledged', async () => {
    const small = await TestMailbox.open({ policy: { maxEnvelopesPerTopic: 2 } });
    const keys = small.topicKeys();
    const client = small.client();
    await client.open(keys);
    const envelope = client.envelope(keys);
    await client.putEnvelope(keys, envelope);
    await client.put(keys);
    expect(await client.put(keys)).toMatchObject(refused(RefusalCode.QUOTA));
    expect(await client.acknowledge(keys, envelope.id)).toEqual(DONE);
    expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    await small.dispose();
  });

  it('cuts the wished time to live to what the operator allows', async () => {
    const brief = await TestMailbox.open({ policy: { maxTtlSeconds: 60 } });
    const keys = brief.topicKeys();
    const client = brief.client();
    await client.open(keys);
    await client.put(keys, { ttlSeconds: LIMITS.MAX_TTL_SECONDS });
    expect(await client.held(keys)).toHaveLength(1);
    brief.clock.advance(60_000);
    expect(await client.held(keys)).toHaveLength(0);
    await brief.dispose();
  });

  it('counts expiry from its own receive time, whatever its clock does (attack E8)', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    mailbox.clock.jumpWallClock(-86_400_000);
    await client.put(keys, { ttlSeconds: 3_600 });
    mailbox.clock.jumpWallClock(3_599_000);
    expect(await client.held(keys)).toHaveLength(1);
    mailbox.clock.jumpWallClock(1_000);
    expect(await client.held(keys)).toHaveLength(0);
  });

  it('lets a sender put 60 at once and 2 per second after that, for each topic and address', async () => {
    const [keys, other] = [mailbox.topicKeys(), mailbox.topicKeys()];
    const client = mailbox.client();
    await client.open(keys);
    await client.open(other);
    for (let i = 0; i < LIMITS.PUT_BURST; i++) expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    expect(await client.put(keys)).toEqual({ ...refused(RefusalCode.RATE), retryAfterSeconds: 1 });
    expect(await client.put(other)).toMatchObject({ kind: 'receipt' });
    expect(await mailbox.client('192.0.2.2').put(keys)).toMatchObject({ kind: 'receipt' });
    mailbox.clock.advance(1_000);
    expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    expect(await client.put(keys)).toMatchObject(refused(RefusalCode.RATE));
  });

  it('lets nobody without the write key use up the rate of a sender', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const writeKey = mailbox.topicKeys().writeKey.secretKey;
    for (let i = 0; i < LIMITS.PUT_BURST + 1; i++) await client.put(keys, { writeKey });
    expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
  });

  it('bounds the work that one address may ask for', async () => {
    const busy = await TestMailbox.open({ policy: { requestBurst: 1_000, requestPerSecond: 10 } });
    const client = busy.client();
    const keys = busy.topicKeys();
    const { topic, proof } = client.proof('subscribe', keys);
    const many = create(SubscribeSchema, { topics: Array.from({ length: 1_000 }, () => ({ topic, proof })) });
    expect(await client.session.subscribe(many)).toMatchObject({ kind: 'subscribed' });
    expect(await client.fetch(keys)).toEqual({ ...refused(RefusalCode.RATE), retryAfterSeconds: 1 });
    expect(await busy.client('192.0.2.7').fetch(keys)).toMatchObject(UNKNOWN);
    await busy.dispose();
  });
});

describe('reading', () => {
  it('answers a wrong key, a proof of another operation, stream or topic, and an unknown topic alike (attack E5)', async () => {
    const [keys, other] = [mailbox.topicKeys(), mailbox.topicKeys()];
    const client = mailbox.client();
    await client.open(keys);
    const wrongKeys = { ...keys, readKey: other.readKey };
    const unknown = await client.fetch(other);
    expect(unknown).toMatchObject(UNKNOWN);
    expect(await client.fetch(wrongKeys)).toEqual(unknown);
    expect(await client.acknowledge(wrongKeys)).toEqual(unknown);
    expect(await client.close(wrongKeys)).toEqual(unknown);
    expect(await client.subscribe(wrongKeys)).toEqual(await client.subscribe(other));
    const elsewhere = mailbox.client();
    const replayed = { owner: client.proof('fetch', keys), cursor: 0n, limit: 1, $typeName: 'sotto.v1.Fetch' } as const;
    expect(await client.session.fetch(replayed)).toMatchObject({ kind: 'page' });
    expect(await elsewhere.session.fetch(replayed)).toEqual(unknown);
    expect(await client.session.fetch({ ...replayed, owner: client.proof('close', keys) })).toEqual(unknown);
  });

  it('does the same work for an unknown topic and for a wrong key (attack E5)', async () => {
    const calls: string[] = [];
    const counting = (archive: MailboxArchive): MailboxArchive => ({
      ...archive,
      state: () => archive.state(),
      closeTopic: (topic) => archive.closeTopic(topic),
      close: () => archive.close(),
      findTopic: (topic) => {
        calls.push('look-up');
        return archive.findTopic(topic);
      },
    });
    const owner = vi.spyOn(Signatures.prototype, 'verifyOwner');
    const deposit = vi.spyOn(Signatures.prototype, 'verifyDeposit');
    const watched = await TestMailbox.open({ wrap: counting });
    const keys = watched.topicKeys();
    const client = watched.client();
    await client.open(keys);
    await client.put(keys);
    const worked = async (action: () => Promise<unknown>) => {
      calls.length = 0;
      owner.mockClear();
      deposit.mockClear();
      await action();
      return { lookUps: calls.length, owner: owner.mock.calls.length, deposit: deposit.mock.calls.length };
    };
    const unknown = watched.topicKeys();
    const writeKey = unknown.writeKey.secretKey;
    const wrong = { ...keys, readKey: unknown.readKey };
    const noDeposit = await worked(() => client.put(unknown));
    expect(noDeposit).toEqual({ lookUps: 1, owner: 0, deposit: 1 });
    expect(await worked(() => client.put(keys, { writeKey }))).toEqual(noDeposit);
    const noPage = await worked(() => client.fetch(unknown));
    expect(noPage).toEqual({ lookUps: 1, owner: 1, deposit: 0 });
    expect(await worked(() => client.fetch(wrong))).toEqual(noPage);
    vi.restoreAllMocks();
    await watched.dispose();
  });

  it('pages through a topic', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    for (let i = 0; i < 5; i++) await client.put(keys);
    const first = await client.fetch(keys, { limit: 3 });
    if (first.kind !== 'page') return expect.unreachable();
    expect(first.more).toBe(true);
    const rest = await client.fetch(keys, { cursor: first.envelopes[2]?.cursor ?? 0 });
    expect(rest).toMatchObject({ more: false, envelopes: [{}, {}] });
    expect(await client.fetch(keys, { limit: 0 })).toMatchObject(refused(RefusalCode.MALFORMED));
  });

  it('keeps what a log holds until it expires', async () => {
    const keys = mailbox.topicKeys(TopicKind.LOG);
    const client = mailbox.client();
    await client.open(keys);
    const envelope = client.envelope(keys);
    await client.putEnvelope(keys, envelope);
    expect(await client.acknowledge(keys, envelope.id)).toMatchObject(refused(RefusalCode.MALFORMED));
    expect(await client.held(keys)).toEqual([envelope.bytes]);
  });

  it('refuses too many ids in one acknowledgement and ids of a wrong length', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const ids = Array.from({ length: LIMITS.MAX_ACKNOWLEDGE_IDS + 1 }, () => client.envelope(keys).id);
    expect(await client.acknowledge(keys, ...ids)).toMatchObject(refused(RefusalCode.TOO_LARGE));
    const short = new Uint8Array(31) as (typeof ids)[number];
    expect(await client.acknowledge(keys, short)).toMatchObject(refused(RefusalCode.MALFORMED));
  });

  it('deletes everything on close', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    await client.put(keys);
    expect(await client.close(keys)).toEqual(DONE);
    expect(await client.put(keys)).toMatchObject(UNKNOWN);
    await client.open(keys);
    expect(await client.held(keys)).toEqual([]);
  });

  it('tells its limits', async () => {
    expect(await mailbox.client().session.limits()).toMatchObject({
      maxPayloadBytes: LIMITS.MAX_PAYLOAD_BYTES,
      maxTtlSeconds: LIMITS.MAX_TTL_SECONDS,
      maxEnvelopesPerTopic: LIMITS.MAX_ENVELOPES_PER_TOPIC,
      maxBytesPerTopic: BigInt(LIMITS.MAX_BYTES_PER_TOPIC),
      putBurst: LIMITS.PUT_BURST,
      putPerSecond: LIMITS.PUT_PER_SECOND,
    });
  });
});

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
    expect(mailbox.service.followedTopics()).toBe(2);
    await mailbox.client().close(keys);
    expect(mailbox.service.followedTopics()).toBe(1);
    reader.session.end();
    expect(mailbox.service.followedTopics()).toBe(0);
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
