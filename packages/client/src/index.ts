/** The public names of `@sotto/client`. */
export { Client } from './client.ts';
export type { ClientOptions } from './client-options.ts';
export { type ContentType, ContentTypes, type TypedContent } from './content/content-type.ts';
export { DELETION, type DeletionContent } from './content/deletion.ts';
export { EDIT, type EditContent } from './content/edit.ts';
export { knownTypes } from './content/known-types.ts';
export { isReaction, REACTION, type ReactionContent } from './content/reaction.ts';
export { TEXT, type TextContent } from './content/text.ts';
export { TIMER, type TimerContent } from './content/timer.ts';
export type {
  ConversationView,
  CustodyView,
  DeviceDelivery,
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
  SentEffect,
  SearchProgress,
  TextRange,
  WaitView,
} from './conversation-views.ts';
export { type CreateAccountOptions, createAccount } from './create-account.ts';
export type {
  AccountView,
  ClientEvents,
  ContactView,
  DeviceView,
  Finding,
  GapNotice,
  NoticeView,
  SottoClient,
  StatusReport,
  StoredNoticeKind,
  SyncReport,
  VerificationView,
} from './sotto-client.ts';
