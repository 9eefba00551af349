/** The public names of `@sotto/ports`: types only. */
export type { Clock } from './clock.ts';
export type { DirectDelivery, DirectReply, DirectTransport, PeerLocation } from './direct-transport.ts';
export type { DirectoryEntry, KeyDirectory, PrekeyUpload } from './key-directory.ts';
export type {
  CallOptions,
  MailboxDepositor,
  MailboxReader,
  MailboxSubscription,
  PutRequest,
  StoredDelivery,
  SubscribeRequest,
  TopicCredentials,
} from './mailbox.ts';
export type {
  AcknowledgementRecord,
  ChangedMessage,
  ContactRecord,
  ConversationRecord,
  CustodyRecord,
  DeliveryState,
  Durability,
  MessagePosition,
  MessageQuery,
  MessageRecord,
  MessageStore,
  MessageVisibility,
  NoticeRecord,
  OutboxQuery,
  OutboxRecord,
  PeerDeviceRecord,
  PendingReceiptRecord,
  PrekeyRecord,
  SeenEnvelopeRecord,
  SessionRecord,
  SessionTraceRecord,
  SettingRecord,
  StoreChange,
  StreamRecord,
  TopicRecord,
  UnsealedRecord,
} from './message-store.ts';
export type { Network } from './network.ts';
export type {
  NetworkFigures,
  PathKind,
  PeerPath,
  RelayPlace,
  TrafficAmount,
  TrafficHour,
  TrafficPath,
  TrafficReport,
  TransportFigure,
  TransportKind,
} from './network-figures.ts';
export type { Random } from './random.ts';
export type { SearchEntry, SearchHit, SearchIndex, SearchPhrase, SearchQuery } from './search-index.ts';
export type { StorageCondition, StorageWatch } from './storage-watch.ts';
