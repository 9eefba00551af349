/**
 * A mailbox in a process of its own, to be killed at any moment: takes deposits from its parent and answers with what
 * the service answers. Usage: mailbox-process.ts FOLDER SEED
 */
import process from 'node:process';
import { signingKeyPair } from '@sotto/crypto';
import { create, PutSchema, parseHex } from '@sotto/wire';
import type { ArchivedTopic } from '../src/archive.ts';
import { mailboxPolicy } from '../src/mailbox-policy.ts';
import { createMailboxService } from '../src/mailbox-service.ts';
import { RequesterRates } from '../src/requester-rates.ts';
import { Signatures } from '../src/signatures.ts';
import { openSqliteArchive } from '../src/sqlite/sqlite-archive.ts';
import { RecordingSink } from './recording-sink.ts';
import { realClock, realRandom } from './system-clock.ts';

export type ToMailbox =
  | { readonly kind: 'open'; readonly topic: ArchivedTopic }
  | { readonly kind: 'put'; readonly number: number; readonly envelope: Uint8Array; readonly signature: Uint8Array };

export type FromMailbox =
  | { readonly kind: 'opened' }
  | { readonly kind: 'receipt'; readonly number: number; readonly body: Uint8Array; readonly signature: Uint8Array }
  | { readonly kind: 'refused'; readonly number: number };

const [folder = '', seed = ''] = process.argv.slice(2);
const secretKey = parseHex(seed);
const policy = mailboxPolicy({ ballastBytes: 65_536, putBurst: 1_000_000, requestBurst: 100_000_000 });
const archive = await openSqliteArchive({ folder, limits: policy, ballastBytes: policy.ballastBytes });
const signatures = new Signatures({ mailboxKey: signingKeyPair(secretKey).publicKey, secretKey }, 1);
const rates = new RequesterRates(policy, realClock);
const service = createMailboxService({ archive, signatures, rates, policy, clock: realClock, random: realRandom });
const session = service.startSession(
  { remoteAddress: '192.0.2.1', peerId: 'parent', challenge: realRandom.bytes(32) },
  new RecordingSink(),
);
const answer = (message: FromMailbox) => process.send?.(message);

process.on('message', async (message: ToMailbox) => {
  if (message.kind === 'open') {
    await archive.openTopic({ ...message.topic, nowMs: realClock.nowMs() });
    answer({ kind: 'opened' });
    return;
  }
  const { number, envelope, signature } = message;
  const outcome = await session.put(create(PutSchema, { envelope, signature }));
  if (outcome.kind === 'receipt') answer({ kind: 'receipt', number, ...outcome.receipt });
  else answer({ kind: 'refused', number });
});
