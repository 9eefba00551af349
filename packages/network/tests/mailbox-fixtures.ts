/** Mailboxes, topics and envelopes for the tests of the mailbox protocol. */
import { createTopicKeys } from '@sotto/crypto';
import type { PutRequest, TopicCredentials } from '@sotto/ports';
import { concatBytes, type MailboxAddress, parseMailboxAddress, type Topic, TopicKind } from '@sotto/wire';
import {
  createMailboxServer,
  type DirectoryService,
  type MailboxServer,
  type MailboxServerOptions,
} from '../src/index.ts';
import { idOf, random, realClock, stopLater } from './fixtures.ts';
import { MemoryMailboxService } from './memory-mailbox-service.ts';

const UNUSED_DIRECTORY: DirectoryService = {
  publish: async () => ({ kind: 'published' }),
  lookUp: async () => ({ kind: 'found', accountLog: new Uint8Array(), bundles: [] }),
  upload: async () => ({ kind: 'published' }),
  take: async () => ({ kind: 'taken', prekey: undefined }),
  count: async () => ({ kind: 'count', remaining: 0 }),
};

export interface RunningMailbox {
  readonly server: MailboxServer;
  readonly service: MemoryMailboxService;
  readonly address: MailboxAddress;
}

/** A mailbox on loopback that is stopped when the test ends. */
export async function startMailbox(
  options: Partial<MailboxServerOptions> = {},
  service = new MemoryMailboxService(options.seed ?? random.bytes(32)),
): Promise<RunningMailbox> {
  const server = createMailboxServer({
    seed: service.seed,
    listen: ['/ip4/127.0.0.1/tcp/0'],
    mailbox: service,
    directory: UNUSED_DIRECTORY,
    clock: realClock,
    random,
    ...options,
  });
  await server.start();
  stopLater(() => server.stop());
  return { server, service, address: server.addresses()[0] ?? parseMailboxAddress('') };
}

export function newTopic(): TopicCredentials {
  return createTopicKeys({ kind: TopicKind.QUEUE, random: (length) => random.bytes(length) });
}

/** Bytes that begin with their id and name their topic. */
export function putRequest(mailbox: MailboxAddress, credentials: TopicCredentials, sizeBytes = 600): PutRequest {
  const envelope = envelopeFor(credentials.topic, sizeBytes);
  const { topic, writeKey } = credentials;
  return { mailbox, topic, envelope, envelopeId: idOf(envelope), writeKey: writeKey.secretKey };
}

function envelopeFor(topic: Topic, sizeBytes: number): Uint8Array {
  return concatBytes(random.bytes(32), topic, random.bytes(sizeBytes - 64));
}
