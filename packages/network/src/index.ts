/** The public names of `@sotto/network`. */
export type {
  CountOutcome,
  DeliverySink,
  DirectoryService,
  DoneOutcome,
  FetchOutcome,
  LookUpOutcome,
  MailboxService,
  MailboxSession,
  PublishOutcome,
  PushedEnvelope,
  PutOutcome,
  Refused,
  RequestContext,
  Requester,
  SubscribeOutcome,
  TakeOutcome,
} from './mailbox-service.ts';
