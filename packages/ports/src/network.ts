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
  stop(): Promise<void>;
}
