/** Records for tests of the archive itself, where no signature is looked at. */

import type { SeededPrng } from '@sotto/testkit';
import { asEnvelopeId, asTopic, TopicKind } from '@sotto/wire';
import type { ArchivedTopic, ArchiveLimits, DepositRequest } from '../src/archive.ts';

export const NOW_MS = Date.UTC(2030, 0, 1);

export const AMPLE: ArchiveLimits = {
  maxTotalBytes: 2 ** 40,
  maxTopics: 1_000,
  maxEnvelopesPerTopic: 100_000,
  maxBytesPerTopic: 2 ** 30,
  maxAccounts: 100,
  maxDirectoryBytes: 2 ** 30,
  maxPrekeysPerDevice: 100,
  idleSeconds: 10_000_000,
};

export function someTopic(prng: SeededPrng): ArchivedTopic & { readonly nowMs: number } {
  const [topic, readKey, writeKey] = [prng.bytes(32), prng.bytes(32), prng.bytes(32)];
  return { topic: asTopic(topic), kind: TopicKind.QUEUE, readKey, writeKey, nowMs: NOW_MS };
}

export function someDeposit(prng: SeededPrng, { topic }: ArchivedTopic, sizeBytes = 1_100): DepositRequest {
  return {
    topic,
    envelopeId: asEnvelopeId(prng.bytes(32)),
    envelope: prng.bytes(sizeBytes),
    receivedAtMs: NOW_MS,
    expiresAtMs: NOW_MS + 3_600_000,
  };
}

/** A page that holds everything. */
export const wholePage = ({ topic }: ArchivedTopic) => ({
  topic,
  after: 0,
  limit: 100_000,
  maxBytes: 2 ** 30,
  nowMs: NOW_MS,
});
