/** Everything that a client needs of the network, started and stopped as one. */
import type { DirectTransport } from './direct-transport.ts';
import type { KeyDirectory } from './key-directory.ts';
import type { MailboxDepositor, MailboxReader } from './mailbox.ts';
import type { NetworkFigures } from './network-figures.ts';

export interface Network {
  readonly direct: DirectTransport;
  readonly reader: MailboxReader;
  readonly depositor: MailboxDepositor;
  readonly directory: KeyDirectory;
  readonly figures: NetworkFigures;
  /** Ready when it resolves; handlers of `direct` must be set before. */
  start(): Promise<void>;
  /**
   * The device has slept, or has a network again: failures are forgotten, so that the next call dials at once; relays are
   * asked now; connections that do not answer are ended. Never rejects. Does nothing before `start` and after `stop`.
   */
  wake(): Promise<void>;
  stop(): Promise<void>;
}
