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
export { createNetwork, type NetworkOptions } from './network.ts';
export {
  createMailboxServer,
  type MailboxServer,
  type MailboxServerLimits,
  type MailboxServerOptions,
} from './server/mailbox-server.ts';
export { networkPrefix } from './server/network-prefix.ts';
export {
  createRelayServer,
  type RelayLimits,
  type RelayServer,
  type RelayServerOptions,
} from './server/relay-server.ts';
export type { ServedProtocol, ServerEvent, ServerObserver } from './server/server-event.ts';
