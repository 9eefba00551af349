/** What a client is made of. */
import type { Clock, MessageStore, Network, Random } from '@sotto/ports';

export interface ClientOptions {
  readonly store: MessageStore;
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether delivered and read receipts are given; default true. */
  readonly receipts?: boolean;
  /** The store is a copy or was restored: its sessions must not send any more (attack B8). */
  readonly restored?: boolean;
  /** Called once the client and its store are closed. */
  readonly onClosed?: () => Promise<void>;
}
