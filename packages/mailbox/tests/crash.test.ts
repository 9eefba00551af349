import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  createEnvelope,
  createTopicKeys,
  encodeEnvelope,
  envelopeId,
  proveDeposit,
  signingKeyPair,
  type TopicKeys,
  verifyCustodyReceipt,
} from '@sotto/crypto';
import { SeededPrng } from '@sotto/testkit';
import { CustodyReceiptSchema, decodeMessage, type EnvelopeId, formatHex, TopicKind } from '@sotto/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { byteKey } from '../src/byte-key.ts';
import { openInlineSqliteArchive } from '../src/sqlite/sqlite-archive.ts';
import { AMPLE } from './archive-fixture.ts';
import type { FromMailbox, ToMailbox } from './mailbox-process.ts';
import { scratchFolder } from './scratch-folder.ts';

/** 500 for the long run: SOTTO_E1_KILLS=500. */
const KILLS = Number(process.env['SOTTO_E1_KILLS'] ?? 15);
/** Reading everything back takes longer with every kill. */
const CHECK_EVERY = Math.ceil(KILLS / 50);
const CONCURRENT = 24;
const MOST_RECEIPTS = 120;
const MAX_RECEIPT_BYTES = 1_024;
const PROCESS = fileURLToPath(new URL('./mailbox-process.ts', import.meta.url));

const folder = scratchFolder();
const prng = new SeededPrng('E1');
const secretKey = prng.bytes(32);
const mailboxKey = signingKeyPair(secretKey).publicKey;
const challenge = prng.bytes(32);
const topics = Array.from({ length: 5 }, () =>
  createTopicKeys({ kind: TopicKind.QUEUE, random: (length) => prng.bytes(length) }),
);
let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  folder.remove();
});

interface Sent {
  readonly keys: TopicKeys;
  readonly id: EnvelopeId;
  readonly bytes: Uint8Array;
}

interface Receipted extends Sent {
  /** What the first receipt says. */
  readonly body: Uint8Array;
}

/** What the mailbox has given a receipt for, over all its lives. */
const receipted: Receipted[] = [];

async function start(): Promise<ChildProcess> {
  const args = [folder.path, formatHex(secretKey), formatHex(challenge)];
  const started = fork(PROCESS, args, { serialization: 'advanced', execArgv: [] });
  for (const { topic, kind, readKey, writeKey } of topics) {
    const archived = { topic, kind, readKey: readKey.publicKey, writeKey: writeKey.publicKey };
    started.send({ kind: 'open', topic: archived } satisfies ToMailbox);
    await once(started, 'message');
  }
  return started;
}

function somethingNew(): Sent {
  const keys = prng.pick(topics);
  const envelope = createEnvelope({ topic: keys.topic, payload: prng.bytes(1_024), ttlSeconds: 86_400 });
  return { keys, id: envelopeId(envelope), bytes: encodeEnvelope(envelope) };
}

function putMessage(number: number, { keys: { topic, writeKey }, bytes }: Sent): ToMailbox {
  const proof = proveDeposit({ writeKey: writeKey.secretKey, mailboxKey, challenge, topic });
  return { kind: 'put', number, envelope: bytes, proof };
}

/** The body of a receipt that holds for this envelope. */
function verifiedBody(answer: FromMailbox, { keys: { topic }, id }: Sent): Uint8Array {
  if (answer.kind !== 'receipt') return expect.unreachable('the mailbox refused');
  const receipt = decodeMessage(CustodyReceiptSchema, answer.receipt, MAX_RECEIPT_BYTES);
  verifyCustodyReceipt({ receipt, mailboxKey, topic, envelopeId: id });
  return receipt.body;
}

/** Keeps so many deposits under way until so many receipts have come, then kills the mailbox in the middle of the rest. */
async function putUntilKilled(mailbox: ChildProcess, receipts: number): Promise<void> {
  const underWay = new Map<number, Sent>();
  let number = 0;
  let received = 0;
  const sendOne = () => {
    const sent = somethingNew();
    underWay.set(number, sent);
    if (mailbox.connected) mailbox.send(putMessage(number++, sent), () => {});
  };
  mailbox.on('message', (answer: FromMailbox) => {
    const sent = answer.kind === 'opened' ? undefined : underWay.get(answer.number);
    if (sent === undefined) return expect.unreachable('an answer to nothing');
    receipted.push({ ...sent, body: verifiedBody(answer, sent) });
    received++;
    if (received === receipts) mailbox.kill('SIGKILL');
    else sendOne();
  });
  for (let i = 0; i < CONCURRENT; i++) sendOne();
  const [, signal] = await once(mailbox, 'exit');
  expect(signal).toBe('SIGKILL');
}

/** A deposit of an earlier life gets a receipt that says what the first one said. */
async function oneIsReceiptedAgain(mailbox: ChildProcess): Promise<void> {
  if (receipted.length === 0) return;
  const before = prng.pick(receipted);
  mailbox.send(putMessage(0, before));
  const [answer] = (await once(mailbox, 'message')) as [FromMailbox];
  expect(verifiedBody(answer, before)).toEqual(before.body);
}

/** Whatever has a receipt is served, byte for byte, and nothing twice. Also shows that the dead process holds nothing. */
async function everythingReceiptedIsServed(): Promise<void> {
  const archive = await openInlineSqliteArchive({ folder: folder.path, limits: AMPLE, ballastBytes: 65_536 });
  const served: string[] = [];
  for (const { topic } of topics) {
    const page = { topic, after: 0, limit: 1_000_000, maxBytes: 2 ** 40, nowMs: Date.now() };
    for (const { envelope } of (await archive.page(page)).envelopes) served.push(byteKey(envelope));
  }
  await archive.close();
  const distinct = new Set(served);
  expect(served.length).toBe(distinct.size);
  expect(receipted.filter(({ bytes }) => !distinct.has(byteKey(bytes))).length).toBe(0);
}

describe('a mailbox that is killed while many put', () => {
  it(`E1: loses nothing it has given a receipt for, in ${KILLS} kills`, {
    timeout: 60_000 + KILLS * 5_000,
  }, async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      child = await start();
      await oneIsReceiptedAgain(child);
      await putUntilKilled(child, prng.integer(1, MOST_RECEIPTS));
      if (kill % CHECK_EVERY === 0) await everythingReceiptedIsServed();
    }
    await everythingReceiptedIsServed();
    expect(receipted.length).toBeGreaterThanOrEqual(KILLS);
  });
});
