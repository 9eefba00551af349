/** What the parts of a client share. Built once in `client.ts`; nothing here has behaviour of its own. */
import type { Clock, MessageStore, Network, Random } from '@sotto/ports';
import type { ContentTypes } from './content/content-type.ts';
import type { DeviceLinks } from './device-link.ts';
import type { EventHub } from './event-hub.ts';
import type { HybridClock } from './hybrid-clock.ts';
import type { KeyedLock } from './keyed-lock.ts';
import type { OwnAccount } from './own-account.ts';
import type { OwnPrekeys } from './own-prekeys.ts';
import type { OwnTopics } from './own-topics.ts';

export interface ClientContext {
  readonly store: MessageStore;
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventHub;
  /** One at a time per contact: everything that reads and writes sessions and streams of that contact. */
  readonly locks: KeyedLock;
  readonly links: DeviceLinks;
  readonly own: OwnAccount;
  readonly prekeys: OwnPrekeys;
  readonly topics: OwnTopics;
  readonly hybridClock: HybridClock;
  readonly types: ContentTypes;
  /** Sessions created up to this time receive and never send: the store was copied or restored (attack B8). */
  readonly staleSessionsUpToMs: number;
  /** Whether delivered and read receipts are given. */
  readonly receipts: boolean;
}
