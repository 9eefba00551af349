/**
 * What an app sees of a person's side: the interface that the terminal and the web app are written against (specs/08).
 *
 * All values are plain and printable: ids are text, times are milliseconds. Texts of other people are returned as they
 * came; whoever shows them sanitises them for the medium.
 */
import type {
  ConversationView,
  DraftText,
  ExportFormat,
  MessageInfo,
  MessageView,
  PageOptions,
  PreferenceValues,
  SearchPage,
  SearchProgress,
  SentEffect,
} from './conversation-views.ts';
import type { Finding } from './health/finding.ts';
import type { StatusReport } from './health/status-report.ts';
import type { StorageFault } from './ledger.ts';

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

export interface SyncReport {
  /** Messages received and stored. */
  readonly received: number;
  /** Envelopes that mailboxes were told to delete. */
  readonly acknowledged: number;
  /** Outgoing envelopes that are still not in custody. */
  readonly pending: number;
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
  /** A message looks different: a reaction, an edit or a deletion came or was made, or its time began to run. */
  'message-changed': MessageView;
  /** A message has disappeared, or was removed here. */
  'message-removed': { readonly contact: string; readonly id: string };
  /** Something in the list of conversations changed for this account id: read `conversation`. */
  conversation: string;
  /** A contact began to type, or has stopped. */
  typing: { readonly contact: string; readonly isTyping: boolean };
  /** A contact was added or changed: new request, key change, connected or not any more, gap opened or closed. */
  contact: ContactView;
  /**
   * Something to tell the person about a conversation: a new device, a changed key, a clone suspected. All but gaps, which
   * stand in the contact, are stored first and given again by `notices`.
   */
  notice: NoticeView | GapNotice;
  /**
   * The search index grows after a search that did not wait for it; once `done` is `total`, the same search finds
   * everything.
   */
  'search-index': SearchProgress;
  /** More or fewer envelopes wait, or are in custody. */
  outbox: StatusReport['outbox'];
  /** Nothing can be written any more, for this reason; or it can again. */
  'storage-fault': StorageFault | undefined;
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
  /**
   * Ends another device of the account: contacts write to it no longer, and take nothing from it. `device`: its id, or
   * the first six digits of it or more. Needs a mailbox of the account; nothing is changed without one.
   * @throws {UsageError} invalid-argument for none of the account and for this one, device-revoked
   * @throws {UnavailableError} unreachable
   */
  revokeDevice(device: string): Promise<void>;
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
   * `replyTo`: the id of a message of this conversation that it answers. `draft`: what is left to be written, stored in the
   * same transaction, so that no draft is what was sent already; `null`: nothing is left; absent: the draft stays.
   * @throws {LimitError} too-large, quota @throws {VerifyError} key-changed
   * @throws {UsageError} unknown-contact, blocked, invalid-argument
   */
  send(
    contact: string,
    text: string,
    options?: { readonly replyTo?: string; readonly draft?: DraftText | null },
  ): Promise<MessageView>;
  /**
   * Reacts to a message with one emoji, or takes that reaction back; durable when it resolves (specs/11 §3).
   * @throws {UsageError} invalid-argument unless it is one emoji, or for a deleted message; otherwise as `send`
   */
  react(messageId: string, emoji: string, options?: { readonly remove?: boolean }): Promise<SentEffect>;
  /**
   * Replaces the text of a message of ours; the earlier one can still be seen (specs/11 §4).
   * @throws {UsageError} invalid-argument for another's, and EDIT_WINDOW_SECONDS after it was sent; otherwise as `send`
   */
  edit(messageId: string, text: string): Promise<SentEffect>;
  /**
   * Deletes a message of ours here, and asks the other side to. It cannot be made sure that they do (specs/11 §5).
   * @throws {UsageError} invalid-argument for another's; otherwise as `send`
   */
  deleteForAll(messageId: string): Promise<SentEffect>;
  /** Removes a message here and tells nobody. @throws {UsageError} invalid-argument */
  deleteForMe(messageId: string): Promise<void>;
  /**
   * Sets after how many seconds new messages of both disappear; 0: never. Returns the line that says so (specs/11 §6).
   * @throws {UsageError} invalid-argument above MAX_TIMER_SECONDS; otherwise as `send`
   */
  setTimer(contact: string, seconds: number): Promise<MessageView>;
  /**
   * Resolves when the message or effect has reached `custody` or more, or has failed, and what else waits for its devices
   * was tried with it; or when the time is over. Never rejects for it.
   */
  settled(messageId: string, options: { readonly timeoutMs: number }): Promise<MessageView>;
  /** Tries again what failed or expired. */
  retry(messageId: string): Promise<MessageView>;
  /**
   * Reactions, edits and deletions of ours that failed or expired and were not dismissed, oldest first, at most 200: in one
   * conversation, or in all. `target` says of which message, unless that has gone. They can be tried again with `retry`. @throws {UsageError} unknown-contact
   */
  failedEffects(contact?: string): Promise<readonly MessageView[]>;
  /** The person has seen that it failed: it is listed no longer, and cannot be tried again. @throws {UsageError} invalid-argument */
  dismissEffect(id: string): Promise<void>;
  /**
   * A page in conversation order, oldest first: the newest, or those before, after or around a message, or from a time
   * on. Default 200, at most 1,000. Reactions and other effects are in the messages that they change.
   * @throws {UsageError} unknown-contact, invalid-argument
   */
  history(contact: string, options?: PageOptions): Promise<readonly MessageView[]>;
  /** @throws {UsageError} invalid-argument */
  message(messageId: string): Promise<MessageView>;
  /** The evidence behind the state of a message: devices, receipts, times. @throws {UsageError} invalid-argument */
  messageInfo(messageId: string): Promise<MessageInfo>;
  /** Notices of a conversation, oldest first; without a contact those of our own account. The newest 200. */
  notices(contact?: string): Promise<readonly NoticeView[]>;
  /**
   * The person has seen the conversation: read receipts go out, timers of what they have not seen before start. Returns
   * how many messages were unread.
   */
  markRead(contact: string): Promise<number>;
  /**
   * The conversation as a file for a person (`text`) or a program (`json`, version 1), in pieces: memory holds one page of
   * it. Nothing is marked as read.
   */
  exportConversation(contact: string, format: ExportFormat): AsyncIterable<string>;

  /** The list of conversations: pinned ones first, then by what happened last. */
  conversations(): Promise<readonly ConversationView[]>;
  conversation(contact: string): Promise<ConversationView>;
  /** Kept sealed, never sent; empty or absent: none. @throws {LimitError} too-large above MAX_TEXT_BYTES */
  setDraft(contact: string, draft?: DraftText): Promise<void>;
  pin(contact: string, isPinned: boolean): Promise<void>;
  /** Nothing is announced for it until then; 0: it is not muted. A muted conversation stays in the archive. */
  mute(contact: string, untilMs: number): Promise<void>;
  /** The next message takes it out again, unless it is muted. */
  archive(contact: string, isArchived: boolean): Promise<void>;
  /** Until `markRead`. */
  markUnread(contact: string): Promise<void>;
  /**
   * Words in all conversations or in one, the last one as a beginning; newest first, at most 200 at once (default 50). The
   * first search may take seconds where there are a hundred thousand messages and no index was kept. With `partial` it
   * does not wait for that: it searches what the index has, says so in `indexing`, and the rest is added in the background,
   * with `search-index` events. A query without words finds nothing; with `partial` it makes the index ready.
   * @throws {UsageError} unknown-contact, invalid-argument when the client has no index
   */
  search(
    query: string,
    options?: {
      readonly contact?: string;
      readonly before?: number;
      readonly limit?: number;
      readonly partial?: boolean;
    },
  ): Promise<SearchPage>;
  /**
   * The person is typing to this contact. Told at most every TYPING_INTERVAL_SECONDS, to directly connected devices only,
   * and not at all when it is turned off. Never fails because nobody can be told.
   */
  typing(contact: string): Promise<void>;
  preferences(): Promise<PreferenceValues>;
  /**
   * What is not given stays; what is counts from now on, and after the next start. With `mailboxesOnly` every direct
   * connection has ended when it resolves, and contacts are told that there is none any more.
   * @throws {UnavailableError} `refused` when a direct way is wanted again and cannot be listened on: it is chosen all the same
   */
  setPreferences(change: Partial<PreferenceValues>): Promise<PreferenceValues>;

  /** Why nothing can be written now: what is stored stays, and what waits goes on once there is room. */
  storageFault(): Promise<StorageFault | undefined>;
  status(): Promise<StatusReport>;
  /** Checks that a person can act on, as codes; words are the app's (specs/08 §14). */
  doctor(): Promise<readonly Finding[]>;
  /** Calls `handler` for every event of that kind until the returned function is called. */
  on<K extends keyof ClientEvents>(kind: K, handler: (event: ClientEvents[K]) => void): () => void;
}
