/**
 * What an app sees of a person's side: the interface that the terminal and the web app are written against (specs/08).
 *
 * All values are plain and printable: ids are text, times are milliseconds. Texts of other people are returned as they
 * came; whoever shows them sanitises them for the medium.
 */
import type { DeliveryState } from '@sotto/ports';

export interface DeviceView {
  /** Hexadecimal. */
  readonly id: string;
  readonly current: boolean;
  readonly revoked: boolean;
}

export interface AccountView {
  /** `sotto1…` */
  readonly id: string;
  readonly name: string;
  readonly device: string;
  readonly mailboxes: readonly string[];
}

export interface ContactView {
  readonly id: string;
  readonly name: string;
  readonly claimedName: string;
  readonly status: 'contact' | 'request' | 'blocked';
  /** `changed`: the keys are not those the person accepted; sending waits until `acceptKeys`. */
  readonly verification: 'unverified' | 'verified' | 'changed';
  /** False while no keys of this contact could be fetched yet: messages wait. */
  readonly reachableKeys: boolean;
  readonly unread: number;
  /** Messages that are known to exist and have not arrived. */
  readonly missing: number;
  readonly online: boolean;
  readonly lastActivityMs: number;
}

export interface CustodyView {
  readonly held: number;
  readonly of: number;
}

export interface MessageView {
  readonly id: string;
  readonly contact: string;
  readonly direction: 'in' | 'out';
  /** Shown text: of a text message its text, of an unknown type its fallback. */
  readonly text: string;
  readonly type: string;
  readonly state: DeliveryState;
  readonly failure?: string;
  readonly custody: CustodyView;
  /** Devices of the receiver that have it, of how many it was sent to. */
  readonly devices: { readonly delivered: number; readonly of: number };
  readonly sentAtMs: number;
  /** Its place: messages and notices of a conversation are ordered by it. */
  readonly order: number;
}

export interface SyncReport {
  /** Messages received and stored. */
  readonly received: number;
  /** Envelopes that mailboxes were told to delete. */
  readonly acknowledged: number;
  /** Outgoing envelopes that are still not in custody. */
  readonly pending: number;
}

export interface StatusReport {
  readonly peerId: string;
  readonly mailboxes: readonly { readonly address: string; readonly reachable: boolean }[];
  readonly directPeers: number;
  readonly listening: readonly string[];
  readonly outbox: { readonly pending: number; readonly custody: number };
  /** Median difference of mailbox clocks to ours as seen in receipts; 0 when unknown. */
  readonly clockSkewMs: number;
  readonly lastError?: { readonly code: string; readonly message: string; readonly atMs: number };
}

export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'problem';
  /** What is so, and what to do when it should not be so. */
  readonly message: string;
}

export interface VerificationView {
  /** 12 groups of 5 digits. */
  readonly safetyNumber: string;
  readonly verification: ContactView['verification'];
}

export interface ClientEvents {
  /** A message was received, or one of ours was composed. */
  message: MessageView;
  /** The state, custody or device count of a message of ours changed. */
  'message-state': MessageView;
  /** A contact was added or changed: new request, key change, came online, gap opened or closed. */
  contact: ContactView;
  /**
   * Something to tell the person about a conversation: a new device, a changed key, a clone suspected. All but gaps, which
   * stand in the contact, are stored first and given again by `notices`.
   */
  notice: NoticeView | GapNotice;
  /** Connections changed: read `status()`. */
  network: undefined;
}

/** Kinds of notices that stand in a conversation (specs/08 §10). */
export type StoredNoticeKind =
  | 'device-added'
  | 'device-revoked'
  | 'keys-changed'
  | 'log-conflict'
  | 'second-reader'
  | 'chain-broken'
  | 'clone-suspected';

export interface NoticeView {
  readonly id: string;
  /** Empty when it is about our own account. */
  readonly contact: string;
  /** One of `StoredNoticeKind`, or a word of a newer version. */
  readonly kind: string;
  /** The device that it is about, in hexadecimal; absent when it is about the account. */
  readonly device?: string;
  /** Its place: messages and notices of a conversation are ordered by it. */
  readonly order: number;
  readonly atMs: number;
}

/** A message is missing, or none is any more. */
export interface GapNotice {
  readonly contact: string;
  readonly kind: 'gap' | 'gap-closed';
}

export interface SottoClient {
  account(): Promise<AccountView>;
  devices(): Promise<readonly DeviceView[]>;
  /** The recovery words, as long as nobody has confirmed that they are written down; then they are kept nowhere. */
  recoveryWords(): Promise<string | undefined>;
  /** The person has the recovery words: they are deleted here. */
  confirmRecoveryWords(): Promise<void>;
  /** The contact link to give to others. */
  link(): Promise<string>;

  /** Connects: fetches, acknowledges, drains the outbox, stays subscribed. Never fails because peers are unreachable. */
  goOnline(): Promise<void>;
  /** Connects, does all pending work once and returns; at most `timeoutMs` (default 20,000). */
  sync(options?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): Promise<SyncReport>;
  /** Ends connections and closes the store. */
  close(): Promise<void>;

  contacts(): Promise<readonly ContactView[]>;
  /** By local name (without case), or account id. @throws {UsageError} unknown-contact */
  contact(nameOrId: string): Promise<ContactView>;
  /**
   * Adds a contact by link, or accepts the request of that account. Fetches the keys when a mailbox of the link can be
   * reached; otherwise they are fetched later and messages wait.
   * @throws {DecodeError} a link that is none @throws {VerifyError} keys that do not belong to it
   */
  addContact(link: string, options?: { readonly as?: string }): Promise<ContactView>;
  acceptRequest(contact: string): Promise<ContactView>;
  rename(contact: string, name: string): Promise<ContactView>;
  block(contact: string): Promise<ContactView>;
  unblock(contact: string): Promise<ContactView>;
  verification(contact: string): Promise<VerificationView>;
  /**
   * The person has compared the safety number: `safetyNumber`, or the one that is true now.
   * @throws {VerifyError} key-changed when that is another one by now
   */
  markVerified(contact: string, safetyNumber?: string): Promise<ContactView>;
  /** The person has seen that the keys changed and goes on. */
  acceptKeys(contact: string): Promise<ContactView>;

  /**
   * Stores and queues a text; resolves when it is durable (`queued`). Sending goes on in the background when online.
   * @throws {LimitError} too-large, quota @throws {VerifyError} key-changed @throws {UsageError} unknown-contact, blocked
   */
  send(contact: string, text: string): Promise<MessageView>;
  /** Resolves when the message has reached `custody` or more, has failed, or the time is over; never rejects for it. */
  settled(messageId: string, options: { readonly timeoutMs: number }): Promise<MessageView>;
  /** Tries again what failed or expired. */
  retry(messageId: string): Promise<MessageView>;
  /** In conversation order, oldest first; the newest `limit` (default 200, at most 1,000) before `before`. */
  history(
    contact: string,
    options?: { readonly limit?: number; readonly before?: string },
  ): Promise<readonly MessageView[]>;
  /** Notices of a conversation, oldest first; without a contact those of our own account. The newest 200. */
  notices(contact?: string): Promise<readonly NoticeView[]>;
  /** The person has seen the conversation: read receipts go out. Returns how many were unread. */
  markRead(contact: string): Promise<number>;

  status(): Promise<StatusReport>;
  /** Checks that a person can act on. */
  doctor(): Promise<readonly Finding[]>;
  /** Calls `handler` for every event of that kind until the returned function is called. */
  on<K extends keyof ClientEvents>(kind: K, handler: (event: ClientEvents[K]) => void): () => void;
}
