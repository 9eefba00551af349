/** The public names of `sotto`, the SDK. */
export type {
  AccountView,
  ClientEvents,
  ContactView,
  ConversationView,
  CustodianStatus,
  CustodyStanding,
  CustodyView,
  DeviceDelivery,
  DeviceView,
  DraftView,
  ExportFormat,
  Finding,
  FindingCheck,
  FindingCode,
  FindingFacts,
  GapNotice,
  MailboxConduct,
  MailboxStatus,
  MessageInfo,
  MessageView,
  NoticeView,
  PageOptions,
  PeerStatus,
  PreferenceValues,
  ReactionView,
  ReplyView,
  SearchHitView,
  SearchPage,
  SentEffect,
  SkewSource,
  SottoClient,
  StatusReport,
  StoredNoticeKind,
  SyncReport,
  TextRange,
  VerificationView,
  WaitingStatus,
  WaitView,
} from '@sotto/client';
export { type RecoveryWordsFault, recoveryWordsFault } from '@sotto/client';
export type { PasskeyEnrolment } from '@sotto/crypto';
export { systemClock, systemRandom } from '#system';
export type { HomeOptions } from './home-opening.ts';
export type { HomeStatus } from './home-status.ts';
export { type HomeTab, type HomeTabEvents, joinHomeTabs } from './home-tabs.ts';
export { askPasskey, createPasskey, type PasskeyPerson } from './passkey.ts';
export type { ListenOptions, ReachOptions } from './reach-options.ts';
export type { RecoverOptions } from './recover-home.ts';
export { type AddPasskeyOptions, type CreateOptions, type OpenOptions, Sotto } from './sotto.ts';
export type { AskPasskey, EnrolPasskey, Unlock } from './unlock.ts';
