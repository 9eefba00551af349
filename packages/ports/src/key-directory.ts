/**
 * Where account logs, bundles and one-time prekeys are published and found (specs/02). No source is trusted: the
 * caller verifies the log and the signatures.
 */
import type { AccountId, DeviceId, MailboxAddress, OneTimePrekey } from '@sotto/wire';
import type { CallOptions } from './mailbox.ts';

/** What a directory says about an account: bytes, not yet verified. */
export interface DirectoryEntry {
  /** Encoded `AccountLog`. */
  readonly accountLog: Uint8Array;
  /** Encoded `PrekeyBundle`s, one per device. */
  readonly bundles: readonly Uint8Array[];
}

export interface PrekeyUpload {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly prekeys: readonly OneTimePrekey[];
  readonly signature: Uint8Array;
}

/** Each call asks one source: a mailbox that offers the directory protocol. */
export interface KeyDirectory {
  publish(source: MailboxAddress, entry: DirectoryEntry, options?: CallOptions): Promise<void>;
  /** `undefined` when the source does not know the account. */
  lookUp(source: MailboxAddress, accountId: AccountId, options?: CallOptions): Promise<DirectoryEntry | undefined>;
  /** As `lookUp`, for our own account: never under the name that looks others up. */
  lookUpOwn(source: MailboxAddress, accountId: AccountId, options?: CallOptions): Promise<DirectoryEntry | undefined>;
  uploadOneTimePrekeys(source: MailboxAddress, upload: PrekeyUpload, options?: CallOptions): Promise<void>;
  /** `undefined` when none is left or the source refuses by rate: first contact goes on without one. */
  takeOneTimePrekey(
    source: MailboxAddress,
    device: { readonly accountId: AccountId; readonly deviceId: DeviceId },
    options?: CallOptions,
  ): Promise<OneTimePrekey | undefined>;
  countOneTimePrekeys(
    source: MailboxAddress,
    device: { readonly accountId: AccountId; readonly deviceId: DeviceId },
    options?: CallOptions,
  ): Promise<number>;
}
