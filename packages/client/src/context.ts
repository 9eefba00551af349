/** What the parts of a client share. Built once in `client-parts.ts`; nothing here has behaviour of its own. */
import type { Clock, MessageStore, Network, Random } from '@sotto/ports';
import type { ContactBook } from './contact-book.ts';
import type { ContentTypes } from './content/content-type.ts';
import type { ConversationBook } from './conversation/conversation-book.ts';
import type { Placer } from './conversation/placer.ts';
import type { Preferences } from './conversation/preferences.ts';
import type { Removal } from './conversation/removal.ts';
import type { DeviceLinks } from './device-links.ts';
import type { Effects } from './effects.ts';
import type { EventHub } from './event-hub.ts';
import type { MailboxHealth } from './health/mailbox-health.ts';
import type { HybridClock } from './hybrid-clock.ts';
import type { KeyedLock } from './keyed-lock.ts';
import type { Ledger } from './ledger.ts';
import type { Lifetime } from './lifetime.ts';
import type { Notices } from './notices.ts';
import type { OwnAccount } from './own-account.ts';
import type { OwnPrekeys } from './own-prekeys.ts';
import type { OwnTopics } from './own-topics.ts';
import type { Streams } from './streams.ts';

export interface ClientContext {
  /** For reading; written through the ledger only. */
  readonly store: MessageStore;
  readonly ledger: Ledger;
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventHub;
  readonly lifetime: Lifetime;
  /** What failed and nobody waits for. */
  readonly onError: (error: unknown) => void;
  /** One at a time per contact: everything that reads and writes sessions and streams of that contact. */
  readonly locks: KeyedLock;
  readonly contacts: ContactBook;
  readonly links: DeviceLinks;
  readonly streams: Streams;
  readonly effects: Effects;
  readonly own: OwnAccount;
  readonly prekeys: OwnPrekeys;
  readonly topics: OwnTopics;
  readonly hybridClock: HybridClock;
  readonly mailboxHealth: MailboxHealth;
  readonly notices: Notices;
  readonly types: ContentTypes;
  readonly conversations: ConversationBook;
  readonly placer: Placer;
  readonly removal: Removal;
  readonly preferences: Preferences;
}
