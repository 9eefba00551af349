/** Taking an envelope into custody: checks, fsync, then the receipt (specs/06 §4, §6; attacks E1, E5, E7). */
import { decodeEnvelope } from '@sotto/crypto';
import type { PutOutcome, RequestContext } from '@sotto/network';
import { asTopic, type Put, RefusalCode } from '@sotto/wire';
import { byteKey } from './byte-key.ts';
import type { MailboxContext } from './mailbox-context.ts';
import type { RecentMap } from './recent-map.ts';
import { refuse, refuseRate } from './refusals.ts';

export interface DepositStream {
  readonly requester: RequestContext;
  /** Topics whose write key this stream has proved, by `byteKey`: the keys of their rates. Bounded by MAX_WRITABLE_TOPICS. */
  readonly writable: RecentMap<string>;
}

/**
 * The receipt is signed after the archive has said that the envelope is durable. A repeated deposit is stored once and
 * gets a receipt with the body of the first one.
 * @throws {DecodeError} for what is not an envelope @throws {LimitError} `too-large`, `disk-full`, `rate`
 * @throws {UnavailableError} `storage`
 */
export async function takeDeposit(mailbox: MailboxContext, stream: DepositStream, request: Put): Promise<PutOutcome> {
  const { access, archive, clock, policy, rates, receipts, subscribers } = mailbox;
  const { requester, writable } = stream;
  const { envelope, id: envelopeId } = decodeEnvelope(request.envelope);
  if (envelope.payload.length > policy.maxPayloadBytes) return refuse(RefusalCode.TOO_LARGE);
  const topic = asTopic(envelope.topic);
  const name = byteKey(topic);
  let rateKey = writable.use(name);
  if (rateKey === undefined) {
    rateKey = rates.depositKey(requester, name);
    const wait = rates.depositWait(rateKey);
    if (wait > 0) return refuseRate(wait);
    const isProved = await access.mayDeposit(requester, { topic, proof: request.proof });
    if (!isProved) return refuse(RefusalCode.UNKNOWN_TOPIC_OR_KEY);
    writable.set(name, rateKey);
  }
  const rateWait = rates.takeDeposit(rateKey);
  if (rateWait > 0) return refuseRate(rateWait);

  const receivedAtMs = clock.nowMs();
  const expiresAtMs = receivedAtMs + Math.min(envelope.ttlSeconds, policy.maxTtlSeconds) * 1_000;
  const stored = await archive.deposit({ topic, envelopeId, envelope: request.envelope, receivedAtMs, expiresAtMs });
  if (stored.kind === 'quota') return refuse(RefusalCode.QUOTA);
  // Closed since its key was proved.
  if (stored.kind === 'unknown-topic') return refuse(RefusalCode.UNKNOWN_TOPIC_OR_KEY);
  if (stored.added) subscribers.notify(topic, name);
  const { receivedAtMs: since, expiresAtMs: until } = stored;
  const receipt = await receipts.sign({ topic, envelopeId, receivedAtMs: since, expiresAtMs: until });
  return { kind: 'receipt', receipt };
}
