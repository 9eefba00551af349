/**
 * A mailbox: topics, deposits against custody receipts, deliveries (specs/06). Implements `MailboxService` of the
 * network.
 *
 * Owns the parts that all streams share. Must not know: libp2p, SQL, who talks to whom.
 */
import { signingKeyPair } from '@sotto/crypto';
import type { DeliverySink, MailboxService, MailboxSession, RequestContext } from '@sotto/network';
import type { Random } from '@sotto/ports';
import type { Topic } from '@sotto/wire';
import type { MailboxContext } from './mailbox-context.ts';
import { Session } from './mailbox-session.ts';
import { Subscribers } from './subscribers.ts';
import { TopicAccess } from './topic-access.ts';

const SEED_BYTES = 32;

export interface MailboxServiceOptions extends Omit<MailboxContext, 'access' | 'subscribers'> {
  readonly random: Random;
}

export interface LocalMailbox extends MailboxService {
  /** Topics that somebody follows now. */
  followedTopics(): readonly Topic[];
  followedTopicCount(): number;
}

export function createMailboxService({ random, ...options }: MailboxServiceOptions): LocalMailbox {
  const nobodysKey = signingKeyPair(random.bytes(SEED_BYTES)).publicKey;
  const subscribers = new Subscribers();
  const context: MailboxContext = { ...options, subscribers, access: new TopicAccess({ ...options, nobodysKey }) };
  return {
    startSession: (requester: RequestContext, sink: DeliverySink): MailboxSession =>
      new Session(context, requester, sink),
    followedTopics: () => subscribers.topics(),
    followedTopicCount: () => subscribers.size,
  };
}
