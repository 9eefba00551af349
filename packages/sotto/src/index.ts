/** The public names of `sotto`, the SDK. */
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
} from '@sotto/client';
export { type CreateOptions, type OpenOptions, Sotto } from './sotto.ts';
export { systemClock, systemRandom } from './system.ts';
