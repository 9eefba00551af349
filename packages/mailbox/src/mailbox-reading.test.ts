import { LIMITS, RefusalCode, TopicKind } from '@sotto/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
    expect(await worked(() => watched.client().put(keys, { writeKey }))).toEqual(noDeposit);
    const noProof = await worked(() => watched.client().putWithoutProof(unknown));
    expect(noProof).toEqual({ lookUps: 0, owner: 0, deposit: 0 });
    expect(await worked(() => watched.client().putWithoutProof(keys))).toEqual(noProof);
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
