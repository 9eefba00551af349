/** Named records for the compliance suite of archives. */
import { createHash } from 'node:crypto';
import { asAccountId, asDeviceId, asEnvelopeId, asTopic, type EnvelopeId, type Topic, TopicKind } from '@sotto/wire';
import type { AccountPublication, ArchivedTopic, ArchiveLimits, DepositRequest } from '../archive.ts';

/** Small, so that a test reaches them. */
export const SMALL_LIMITS: ArchiveLimits = {
  maxTotalBytes: 2 ** 30,
  maxTopics: 3,
  maxEnvelopesPerTopic: 4,
  maxBytesPerTopic: 4_000,
  maxAccounts: 2,
  maxDirectoryBytes: 1_000,
  maxPrekeysPerDevice: 5,
  idleSeconds: 100,
};
export const NOW_MS = Date.UTC(2030, 0, 1);
export const HOUR_MS = 3_600_000;

/** The same bytes for the same name, on every run. */
export function bytes(seed: string, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let offset = 0, i = 0; offset < length; offset += 32, i++) {
    out.set(
      createHash('sha256')
        .update(`${seed}/${i}`)
        .digest()
        .subarray(0, length - offset),
      offset,
    );
  }
  return out;
}

export const topicOf = (name: string): Topic => asTopic(bytes(`topic ${name}`, 32));
export const idOf = (name: string): EnvelopeId => asEnvelopeId(bytes(`id ${name}`, 32));
export const accountOf = (name: string) => asAccountId(bytes(`account ${name}`, 32));
export const deviceOf = (name: string) => asDeviceId(bytes(`device ${name}`, 16));

export function archivedTopic(name: string): ArchivedTopic {
  return {
    topic: topicOf(name),
    kind: TopicKind.QUEUE,
    readKey: bytes(`read ${name}`, 32),
    writeKey: bytes(`write ${name}`, 32),
  };
}

export function deposit(topic: string, name: string, more: Partial<DepositRequest> = {}): DepositRequest {
  return {
    topic: topicOf(topic),
    envelopeId: idOf(name),
    envelope: bytes(`envelope ${name}`, 600),
    receivedAtMs: NOW_MS,
    expiresAtMs: NOW_MS + HOUR_MS,
    ...more,
  };
}

export function publication(
  name: string,
  replaces: number,
  more: Partial<AccountPublication> = {},
): AccountPublication {
  return {
    accountId: accountOf(name),
    replaces,
    accountLog: bytes(`log ${name} ${replaces}`, 200),
    bundles: [{ deviceId: deviceOf(name), number: replaces + 1, bundle: bytes(`bundle ${name}`, 100) }],
    devices: [deviceOf(name)],
    nowMs: NOW_MS,
    ...more,
  };
}

export const device = (name: string) => ({ accountId: accountOf(name), deviceId: deviceOf(name) });
export const prekeys = (...ids: readonly number[]) => ids.map((id) => ({ id, prekey: bytes(`prekey ${id}`, 40) }));
