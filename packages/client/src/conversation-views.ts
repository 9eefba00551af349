/** Conversations and messages as an app sees them (specs/08, specs/11). Plain and printable values: times are milliseconds. */
import type { DeliveryState } from '@sotto/ports';

export interface CustodyView {
  readonly held: number;
  readonly of: number;
}

/** Who has reacted to a message with one emoji. */
export interface ReactionView {
  readonly emoji: string;
  readonly isOurs: boolean;
  readonly isTheirs: boolean;
}

/** What a message answers, out of the own store. `missing`: it is not here, or has disappeared. */
export interface ReplyView {
  readonly id: string;
  readonly state: 'here' | 'missing' | 'deleted';
  /** Whose it is: `out` is ours. Absent when it is missing. */
  readonly direction?: 'in' | 'out';
  /** At most 241 UTF-16 units of it; only when it is here. */
  readonly text?: string;
}

/**
 * Why a message of ours is queued: keys that changed and wait for the person; nothing can be written to the store; keys
 * that could not be fetched; no session yet; not tried yet; or too few mailboxes have taken it.
 */
export interface WaitView {
  readonly reason: 'keys-changed' | 'not-stored' | 'no-keys' | 'no-session' | 'not-tried' | 'not-in-custody';
  /** What the last attempt ended with: an error code. */
  readonly failure?: string;
  readonly nextAttemptAtMs?: number;
}

export interface MessageView {
  readonly id: string;
  readonly contact: string;
  readonly direction: 'in' | 'out';
  /** Shown text: of a text message its text after all edits, of an unknown type its fallback; empty when deleted. */
  readonly text: string;
  readonly type: string;
  /** Of an effect: the message that it changes. */
  readonly target?: string;
  readonly state: DeliveryState;
  readonly failure?: string;
  readonly custody: CustodyView;
  /** Devices of the receiver that have it, of how many it was sent to. */
  readonly devices: { readonly delivered: number; readonly of: number };
  readonly sentAtMs: number;
  /** Its place: messages and notices of a conversation are ordered by it. */
  readonly order: number;
  /** Its author has deleted it: it has a place and says nothing. */
  readonly isDeleted: boolean;
  readonly reactions: readonly ReactionView[];
  readonly reply?: ReplyView;
  /** `earlier`: the first text and those after it, without the one that is shown; at most MAX_EDITS_PER_MESSAGE. */
  readonly edited?: { readonly atMs: number; readonly earlier: readonly string[] };
  /** Of a line that sets the timer: its seconds; 0: off. */
  readonly timerSeconds?: number;
  /** The timer that it was composed under. */
  readonly expiresAfterSeconds?: number;
  /** When it disappears here; for one of theirs that was not shown yet, at the latest. */
  readonly expiresAtMs?: number;
  /** Why one of ours that is queued is not further. */
  readonly waits?: WaitView;
}

/** An effect that was sent: a reaction, an edit, a deletion. */
export interface SentEffect {
  /** Of the effect itself; for `settled` and `retry`. */
  readonly id: string;
  /** The message that it changes, as it is now. */
  readonly message: MessageView;
}

/** What was begun; at most MAX_TEXT_BYTES. */
export interface DraftText {
  readonly text: string;
  /** The message that it will answer. */
  readonly replyTo?: string;
}

export interface DraftView extends DraftText {
  readonly changedAtMs: number;
}

/** A line of the list of conversations. */
export interface ConversationView {
  readonly contact: string;
  readonly name: string;
  readonly status: 'contact' | 'request' | 'blocked';
  /** The newest message, if there is one. */
  readonly last?: MessageView;
  readonly lastActivityMs: number;
  /** Messages of theirs that have not been shown; reactions, edits and deleted messages are none. */
  readonly unread: number;
  /** The person wants to come back to it. */
  readonly isMarkedUnread: boolean;
  /** Messages that are known to exist and have not arrived. */
  readonly missing: number;
  readonly isPinned: boolean;
  readonly isMuted: boolean;
  readonly mutedUntilMs?: number;
  readonly isArchived: boolean;
  readonly isTyping: boolean;
  /** After which time messages disappear; 0: they stay. */
  readonly timerSeconds: number;
  readonly draft?: DraftView;
}

/** Where a search finds its words in a text: UTF-16 offsets, `end` after the last one. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface SearchHitView {
  readonly message: MessageView;
  /** In `message.text`, in order; at most 64. */
  readonly ranges: readonly TextRange[];
}

/** How far the index is with what the store has put: counts of changes, for a bar. */
export interface SearchProgress {
  readonly done: number;
  readonly total: number;
}

export interface SearchPage {
  /** What the index does not have yet; absent: everything was searched. */
  readonly indexing?: SearchProgress;
  /** Newest first. */
  readonly hits: readonly SearchHitView[];
  /** Give it as `before` for what is older; absent: there is nothing older. */
  readonly next?: number;
}

/** All that is known of one message: what the ladder stands on. */
export interface MessageInfo {
  readonly message: MessageView;
  /** When it was composed or stored here. */
  readonly storedAtMs: number;
  /** Of ours: every device that it went to. Evidence of delivered messages is kept for a week. */
  readonly devices: readonly DeviceDelivery[];
  /** Of theirs: the device that wrote it, and its number there. */
  readonly from?: { readonly device: string; readonly sequence: number };
}

export interface DeviceDelivery {
  readonly device: string;
  readonly status: 'pending' | 'custody' | 'delivered' | 'expired' | 'failed';
  readonly failure?: string;
  readonly attempts: number;
  /** Only while it is pending. */
  readonly nextAttemptAtMs?: number;
  /** One verified receipt each: who holds the envelope, and until when. */
  readonly custody: readonly { readonly mailbox: string; readonly untilMs: number }[];
}

/** Where a page lies. At most one of them but `limit`; none: the newest. */
export interface PageOptions {
  /** Default 200, at most 1,000. */
  readonly limit?: number;
  /** An id: what comes before it. */
  readonly before?: string;
  /** An id: what comes after it. */
  readonly after?: string;
  /** An id: half of the page before it, itself, and the rest after it. */
  readonly around?: string;
  /** A message that may have gone: what comes after its place. */
  readonly afterPlace?: { readonly id: string; readonly order: number };
  /** A time: the first messages from then on, by their places. */
  readonly fromMs?: number;
}

/** What a person lets others know, and how. */
export interface PreferenceValues {
  /** Whether delivered and read receipts are given. */
  readonly receipts: boolean;
  /** Whether it is shown and told that somebody is typing. */
  readonly typing: boolean;
  /**
   * Whether this device has no direct way: no contact's device is dialled, told where this one is, or let in, and everything
   * goes through mailboxes (specs/07 §9). What contacts have learnt of it before stays known to them, and mailboxes see it.
   */
  readonly mailboxesOnly: boolean;
}

export type ExportFormat = 'text' | 'json';
