/** The public names of `@sotto/client`. */
export { type RecoveryWordsFault, recoveryWordsFault } from '@sotto/identity';
export {
  checkRecovery,
  type RecoverAccountOptions,
  type RecoveredAccount,
  recoverAccount,
} from './account/recover-account.ts';
export { Client } from './client.ts';
export type { ClientOptions } from './client-options.ts';
export { type ContentType, ContentTypes, type TypedContent } from './content/content-type.ts';
export { DELETION, type DeletionContent } from './content/deletion.ts';
export { EDIT, type EditContent } from './content/edit.ts';
export { knownTypes } from './content/known-types.ts';
export { isReaction, REACTION, type ReactionContent } from './content/reaction.ts';
export { TEXT, type TextContent } from './content/text.ts';
export { TIMER, type TimerContent } from './content/timer.ts';
export { wordFinder } from './conversation/search-terms.ts';
export type {
  ConversationView,
  CustodyView,
  DeviceDelivery,
  DraftText,
  DraftView,
  ExportFormat,
  MessageInfo,
  MessageView,
  PageOptions,
  PreferenceValues,
  ReactionView,
  ReplyView,
  SearchHitView,
  SearchPage,
  SearchProgress,
  SentEffect,
  TextRange,
  WaitView,
} from './conversation-views.ts';
export { type CreateAccountOptions, createAccount } from './create-account.ts';
export {
  FINDINGS,
  type Finding,
  type FindingCheck,
  type FindingCode,
  type FindingFacts,
} from './health/finding.ts';
export type {
  CustodianStatus,
  CustodyStanding,
  MailboxConduct,
  MailboxStatus,
  PeerStatus,
  SkewSource,
  StatusReport,
  WaitingStatus,
} from './health/status-report.ts';
export type { StorageFault } from './ledger.ts';
export type {
  AccountView,
  ClientEvents,
  ContactView,
  DeviceView,
  GapNotice,
  NoticeView,
  SottoClient,
  StoredNoticeKind,
  SyncReport,
  VerificationView,
} from './sotto-client.ts';
