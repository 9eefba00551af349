/** The public names of `@sotto/client`. */
export { Client } from './client.ts';
export type { ClientOptions } from './client-options.ts';
export { type ContentType, ContentTypes } from './content/content-type.ts';
export { TEXT } from './content/text.ts';
export { type CreateAccountOptions, createAccount } from './create-account.ts';
export type {
  AccountView,
  ClientEvents,
  ContactView,
  CustodyView,
  DeviceView,
  Finding,
  GapNotice,
  MessageView,
  NoticeView,
  SottoClient,
  StatusReport,
  StoredNoticeKind,
  SyncReport,
  VerificationView,
} from './sotto-client.ts';
