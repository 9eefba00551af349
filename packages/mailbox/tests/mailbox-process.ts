/**
 * A mailbox in a process of its own, to be killed at any moment: takes deposits from its parent and answers with what
 * the service answers. Usage: mailbox-process.ts FOLDER SEED CHALLENGE
 */
import process from 'node:process';
import { signingKeyPair } from '@sotto/crypto';
import { CustodyReceiptSchema, create, encodeMessage, PutSchema, parseHex } from '@sotto/wire';
import type { ArchivedTopic } from '../src/archive.ts';
import { mailboxPolicy } from '../src/mailbox-policy.ts';
import { createMailboxService } from '../src/mailbox-service.ts';
import { ReceiptSigner } from '../src/receipt-signer.ts';
import { RequesterRates } from '../src/requester-rates.ts';
import { Signatures } from '../src/signatures.ts';
import { openSqliteArchive } from '../src/sqlite/sqlite-archive.ts';
import { RecordingSink } from './recording-sink.ts';
import { realClock, realRandom } from './system-clock.ts';

export type ToMailbox =
  | { readonly kind: 'open'; readonly topic: ArchivedTopic }
  | { readonly kind: 'put'; readonly number: number; readonly envelope: Uint8Array; readonly proof: Uint8Array };

export type FromMailbox =
  | { readonly kind: 'opened' }
  /** `receipt`: encoded `CustodyReceipt`. */
  | { readonly kind: 'receipt'; readonly number: number; readonly receipt: Uint8Array }
  | { readonly kind: 'refused'; readonly number: number };

const [folder = '', seed = '', challenge = ''] = process.argv.slice(2);
const secretKey = parseHex(seed);
const policy = mailboxPolicy({ ballastBytes: 65_536, putBurst: 1_000_000, requestBurst: 100_000_000 });
const archive = await openSqliteArchive({ folder, limits: policy, ballastBytes: policy.ballastBytes });
const identity = { mailboxKey: signingKeyPair(secretKey).publicKey, secretKey };
const signatures = new Signatures(identity.mailboxKey, 1);
const receipts = new ReceiptSigner(identity);
const rates = new RequesterRates(policy, realClock);
const clock = realClock;
const service = createMailboxService({
  archive,
  signatures,
  receipts,
  rates,
  policy,
  clock,
  random: realRandom,
});
const session = service.startSession(
  { remoteAddress: '192.0.2.1', peerId: 'parent', challenge: parseHex(challenge) },
  new RecordingSink(),
);
const answer = (message: FromMailbox) => process.send?.(message);

process.on('message', async (message: ToMailbox) => {
  if (message.kind === 'open') {
    await archive.openTopic({ ...message.topic, nowMs: realClock.nowMs() });
    answer({ kind: 'opened' });
    return;
  }
  const { number, envelope, proof } = message;
  const outcome = await session.put(create(PutSchema, { envelope, proof }));
  if (outcome.kind === 'receipt') {
    answer({ kind: 'receipt', number, receipt: encodeMessage(CustodyReceiptSchema, outcome.receipt) });
  }
  if (outcome.kind === 'refused') answer({ kind: 'refused', number });
});
