/** The public names of `@sotto/mailbox`. */
export { type AppEndpoint, type AppEndpointOptions, serveApp } from './app/app-endpoint.ts';
export { type AppFile, type AppFiles, readAppFiles } from './app/app-files.ts';
export { fileHeaders, pageHeaders } from './app/page-headers.ts';
export type {
  AccountPublication,
  ArchivedAccount,
  ArchivedBundle,
  ArchivedEnvelope,
  ArchivedPrekey,
  ArchivedTopic,
  ArchiveLimits,
  ArchivePage,
  ArchiveReport,
  ArchiveState,
  ArchiveTotals,
  DepositOutcome,
  DepositRequest,
  DeviceRef,
  FoundTopic,
  MailboxArchive,
  MaintenanceOutcome,
  PageQuery,
  PrekeyDeposit,
} from './archive.ts';
export { createDirectoryService, type DirectoryServiceOptions } from './directory-service.ts';
export { type EventFacts, jsonLineLog, type MailboxEvent, type MailboxLog } from './event-log.ts';
export { type MailboxIdentity, openMailboxIdentity } from './mailbox-identity.ts';
export { DEFAULT_POLICY, type MailboxPolicy, mailboxPolicy } from './mailbox-policy.ts';
export { createMailboxService, type LocalMailbox, type MailboxServiceOptions } from './mailbox-service.ts';
export { ReceiptSigner } from './receipt-signer.ts';
export { RequesterRates } from './requester-rates.ts';
export { type MailboxConfig, type RunningMailbox, runMailbox } from './run-mailbox.ts';
export { type RelayConfig, type RunningRelay, runRelay } from './run-relay.ts';
export { Signatures } from './signatures.ts';
export {
  openInlineSqliteArchive,
  openSqliteArchive,
  type SqliteArchiveOptions,
} from './sqlite/sqlite-archive.ts';
export { type StunSource, stunAnswer } from './stun/stun-answer.ts';
export { type StunLimits, type StunServer, type StunServerOptions, startStunServer } from './stun/stun-server.ts';
