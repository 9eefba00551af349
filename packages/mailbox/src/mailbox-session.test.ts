import { proveDeposit, verifyCustodyReceipt } from '@sotto/crypto';
import { create, LIMITS, OpenTopicSchema, PutSchema, RefusalCode, SubscribeSchema, TopicKind } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestMailbox } from '../tests/test-mailbox.ts';

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

  it('B15: repeats what the first receipt says for a repeated deposit, and stores it once', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const envelope = client.envelope(keys);
    const first = await client.putEnvelope(keys, envelope);
    mailbox.clock.advance(5_000);
    const [again, other] = await Promise.all([client.putEnvelope(keys, envelope), client.put(keys)]);
    if (first.kind !== 'receipt' || again.kind !== 'receipt' || other.kind !== 'receipt') return expect.unreachable();
    expect(again.receipt.body).toEqual(first.receipt.body);
    // Made together with another one, so the way to its signature differs; it holds all the same.
    expect(again.receipt.count).toBe(2);
    const about = { mailboxKey: mailbox.mailboxKey, topic: keys.topic, envelopeId: envelope.id };
    verifyCustodyReceipt({ receipt: again.receipt, ...about });
    expect(await client.held(keys)).toHaveLength(2);
  });

  it('E5: refuses a wrong write key and an unknown topic with the same answer', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const writeKey = mailbox.topicKeys().writeKey.secretKey;
    const wrongKey = await client.put(keys, { writeKey });
    const unknownTopic = await client.put(mailbox.topicKeys());
    expect(wrongKey).toMatchObject(UNKNOWN);
    expect(unknownTopic).toEqual(wrongKey);
    expect(await client.putWithoutProof(keys)).toEqual(wrongKey);
    expect(await client.putWithoutProof(mailbox.topicKeys())).toEqual(wrongKey);
    expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    expect(await mailbox.client().put(keys, { writeKey })).toEqual(wrongKey);
    expect(await client.held(keys)).toHaveLength(1);
  });

  it('E5: takes a proof once for a stream and a topic, and for no other stream or topic', async () => {
    const [keys, other] = [mailbox.topicKeys(), mailbox.topicKeys()];
    const client = mailbox.client();
    await client.open(keys);
    await client.open(other);
    expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    expect(await client.putWithoutProof(keys)).toMatchObject({ kind: 'receipt' });
    expect(await client.putWithoutProof(other)).toMatchObject(UNKNOWN);
    expect(await mailbox.client().putWithoutProof(keys)).toMatchObject(UNKNOWN);
  });

  it('E5: refuses a proof that was made for another stream or another mailbox', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const { bytes: envelope } = client.envelope(keys);
    const replayed = create(PutSchema, { envelope, proof: client.depositProof(keys) });
    expect(await mailbox.client().session.put(replayed)).toMatchObject(UNKNOWN);
    const elsewhere = await TestMailbox.open({ seed: 'another mailbox' });
    await elsewhere.client().open(keys);
    const { challenge } = client.requester;
    const fields = { writeKey: keys.writeKey.secretKey, mailboxKey: elsewhere.mailboxKey, challenge };
    const forwarded = create(PutSchema, { envelope, proof: proveDeposit({ ...fields, topic: keys.topic }) });
    expect(await client.session.put(forwarded)).toMatchObject(UNKNOWN);
    expect(await client.session.put(replayed)).toMatchObject({ kind: 'receipt' });
    await elsewhere.dispose();
  });

  it('refuses puts to a topic that was closed, and takes them again when it is opened again', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    await client.put(keys);
    await client.close(keys);
    expect(await client.put(keys)).toMatchObject(UNKNOWN);
    expect(await client.putWithoutProof(keys)).toMatchObject(UNKNOWN);
    await client.open(keys);
    expect(await client.putWithoutProof(keys)).toMatchObject({ kind: 'receipt' });
  });

  it('remembers the MAX_WRITABLE_TOPICS topics that a stream has put to last', async () => {
    const ample = await TestMailbox.open({ policy: { requestBurst: 10_000 } });
    const client = ample.client();
    const topics = Array.from({ length: LIMITS.MAX_WRITABLE_TOPICS + 1 }, () => ample.topicKeys());
    const [first, second] = topics;
    if (first === undefined || second === undefined) return expect.unreachable();
    for (const keys of topics.slice(0, -1)) {
      await client.open(keys);
      expect(await client.put(keys)).toMatchObject({ kind: 'receipt' });
    }
    expect(await client.putWithoutProof(first)).toMatchObject({ kind: 'receipt' });
    for (const keys of topics.slice(-1)) {
      await client.open(keys);
      await client.put(keys);
    }
    expect(await client.putWithoutProof(first)).toMatchObject({ kind: 'receipt' });
    expect(await client.putWithoutProof(second)).toMatchObject(UNKNOWN);
    expect(await client.put(second)).toMatchObject({ kind: 'receipt' });
    await ample.dispose();
  });

  it('refuses what is not an envelope, and one that is too large', async () => {
    const keys = mailbox.topicKeys();
    const client = mailbox.client();
    await client.open(keys);
    const proof = new Uint8Array(64);
    const put = (envelope: Uint8Array) => client.session.put(create(PutSchema, { envelope, proof }));
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
