/**
 * What a mailbox keeps: topics with their envelopes, and the directory's accounts with their one-time prekeys
 * (specs/06 §5, specs/02 §5). A port: types only.
 *
 * Owns the promises every archive makes; `describeMailboxArchive` checks them. Must not know: proofs, signatures,
 * rates, streams. Every method that writes resolves only after its transaction is durable (after fsync), and all of
 * its changes happen or none. Times are the mailbox's own, in milliseconds since 1970.
 *
 * All methods reject with
 * - `LimitError` `disk-full`: what needs space is refused; reading, acknowledging, taking and closing still work
 * - `LimitError` `rate`: more is waiting for the disk than the archive holds in memory
 * - `UnavailableError` `storage`: the disk failed; nothing of the call was promised
 */
import type { AccountId, DeviceId, EnvelopeId, Topic, TopicKind } from '@sotto/wire';

/** A topic as its owner opened it. Keys are Ed25519, public, 32 bytes. */
export interface ArchivedTopic {
  readonly topic: Topic;
  readonly kind: TopicKind;
  readonly readKey: Uint8Array;
  readonly writeKey: Uint8Array;
}

export interface FoundTopic extends ArchivedTopic {
  /** When its owner was last noted; see `noteOwner`. */
  readonly ownerSeenMs: number;
}

export interface DepositRequest {
  readonly topic: Topic;
  readonly envelopeId: EnvelopeId;
  /** Encoded `Envelope`. */
  readonly envelope: Uint8Array;
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
}

export type DepositOutcome =
  | {
      readonly kind: 'stored';
      /** Position in the topic, at least 1; grows with every envelope, also across a restart. */
      readonly cursor: number;
      /** Of the first deposit: a repeated one changes nothing and is told the same. */
      readonly receivedAtMs: number;
      readonly expiresAtMs: number;
      /** `false`: the envelope was held already. */
      readonly added: boolean;
    }
  | { readonly kind: 'quota' }
  | { readonly kind: 'unknown-topic' };

export interface PageQuery {
  readonly topic: Topic;
  /** Only envelopes after this position; 0: from the oldest. */
  readonly after: number;
  /** At most this many envelopes. */
  readonly limit: number;
  /** At most this many bytes of envelopes together, but one envelope always fits. */
  readonly maxBytes: number;
  /** What has expired at this time is not served. */
  readonly nowMs: number;
}

export interface ArchivedEnvelope {
  readonly cursor: number;
  readonly envelope: Uint8Array;
}

export interface ArchivePage {
  /** Oldest first. A record whose checksum does not hold is left out and counted in the reports. */
  readonly envelopes: readonly ArchivedEnvelope[];
  readonly more: boolean;
}

export interface MaintenanceOutcome {
  /** Envelopes, topics and accounts deleted. */
  readonly deleted: number;
  /** Whether more waits to be deleted. */
  readonly more: boolean;
}

export interface DeviceRef {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
}

export interface ArchivedBundle {
  readonly deviceId: DeviceId;
  readonly number: number;
  /** Encoded `PrekeyBundle`. */
  readonly bundle: Uint8Array;
}

export interface ArchivedAccount {
  /** Encoded `AccountLog`. */
  readonly accountLog: Uint8Array;
  /** One per device. */
  readonly bundles: readonly ArchivedBundle[];
  /** Changes with every publication; names the state that a publication was checked against. */
  readonly revision: number;
  readonly publishedAtMs: number;
}

export interface AccountPublication {
  readonly accountId: AccountId;
  /** Revision of the account that this one replaces; 0: there was none. */
  readonly replaces: number;
  readonly accountLog: Uint8Array;
  /** All bundles from now on; prekeys of devices that are not in `devices` are deleted. */
  readonly bundles: readonly ArchivedBundle[];
  /** Devices of the log. */
  readonly devices: readonly DeviceId[];
  readonly nowMs: number;
}

export interface ArchivedPrekey {
  readonly id: number;
  /** Encoded `OneTimePrekey`. */
  readonly prekey: Uint8Array;
}

export interface PrekeyDeposit extends DeviceRef {
  /** An id that is not above the highest one ever added for the device has been here before and is left out. */
  readonly prekeys: readonly ArchivedPrekey[];
}

export interface ArchiveTotals {
  readonly topics: number;
  readonly envelopes: number;
  readonly envelopeBytes: number;
  readonly accounts: number;
  readonly prekeys: number;
}

/**
 * `ready`: everything works. `disk-full`: what needs space is refused until there is space again. `failed`: a write or
 * fsync failed, so nothing more is acknowledged until the process has been started anew.
 */
export type ArchiveState = 'ready' | 'disk-full' | 'failed';

export interface MailboxArchive {
  /** `already-open` changes nothing, also on a full disk. `full`: no room for another topic. */
  openTopic(request: ArchivedTopic & { readonly nowMs: number }): Promise<'opened' | 'already-open' | 'full'>;
  /** `undefined`: unknown, or its record is damaged; its owner opens it again. */
  findTopic(topic: Topic): Promise<FoundTopic | undefined>;
  /** Notes that the owner was here: a topic whose owner stays away for `idleSeconds` is deleted. */
  noteOwner(request: { readonly topic: Topic; readonly nowMs: number }): Promise<void>;
  /** Deletes the topic and all it holds. `false`: it was not there. */
  closeTopic(topic: Topic): Promise<boolean>;
  deposit(request: DepositRequest): Promise<DepositOutcome>;
  page(query: PageQuery): Promise<ArchivePage>;
  /** Deletes envelopes; ids that are not held are passed over. Returns how many were deleted. */
  acknowledge(request: { readonly topic: Topic; readonly envelopeIds: readonly EnvelopeId[] }): Promise<number>;

  findAccount(accountId: AccountId): Promise<ArchivedAccount | undefined>;
  /** `conflict`: the account has changed since `replaces`. `full`: no room for another account, or for this much. */
  publishAccount(publication: AccountPublication): Promise<'published' | 'conflict' | 'full'>;
  /** `full`: the device would have too many; nothing was added. */
  addPrekeys(request: PrekeyDeposit): Promise<'added' | 'full'>;
  /** Takes one prekey out, oldest first: durable before it is handed out, so that nobody gets it twice. */
  takePrekey(device: DeviceRef): Promise<Uint8Array | undefined>;
  countPrekeys(device: DeviceRef): Promise<number>;

  /** Deletes a bounded number of what has expired, and looks whether a full disk has space again. */
  maintain(request: { readonly nowMs: number }): Promise<MaintenanceOutcome>;
  totals(): Promise<ArchiveTotals>;
  state(): ArchiveState;
  /** Finishes what was begun, then closes. Further calls reject with `UnavailableError` `storage`. */
  close(): Promise<void>;
}

/** How much an archive holds. */
export interface ArchiveLimits {
  /** Bytes of everything together; reaching it is the same as a full disk. */
  readonly maxTotalBytes: number;
  readonly maxTopics: number;
  readonly maxEnvelopesPerTopic: number;
  readonly maxBytesPerTopic: number;
  readonly maxAccounts: number;
  readonly maxDirectoryBytes: number;
  readonly maxPrekeysPerDevice: number;
  /** A topic whose owner was not seen, or an account that was not published, for this long is deleted. */
  readonly idleSeconds: number;
}

/** What an archive tells its operator: numbers, never topics or ids. */
export interface ArchiveReport {
  readonly state: ArchiveState;
  /** Operations that shared the transaction, how long it took until it was durable, and how much of this was the commit. */
  readonly transaction?: { readonly operations: number; readonly durationMs: number; readonly flushMs: number };
  /** Records whose checksum did not hold, since the last report. */
  readonly corruptRecords: number;
}
