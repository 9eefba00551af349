/** What a client is made of. */
import type { Clock, MessageStore, Network, Random, SearchIndex, StorageWatch } from '@sotto/ports';

export interface ClientOptions {
  readonly store: MessageStore;
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether delivered and read receipts are given, until the person chooses; default true. */
  readonly receipts?: boolean;
  /** Whether it is told and shown who is typing, until the person chooses; default true. */
  readonly typing?: boolean;
  /** Whether there is no direct way to and from contacts, until the person chooses; default false (specs/07 §9). */
  readonly mailboxesOnly?: boolean;
  /** Empty; the client closes it. Without one nothing can be searched. */
  readonly search?: SearchIndex;
  /** What is known of the place where the store is kept. */
  readonly storage?: StorageWatch;
  /** The store is a copy or was restored: its sessions must not send any more (attack B8). */
  readonly restored?: boolean;
  /** Called once the client and its store are closed. */
  readonly onClosed?: () => Promise<void>;
}
