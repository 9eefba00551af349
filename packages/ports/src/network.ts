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
   * Whether there is a direct way to and from devices of contacts; there is, until it is said. Without it nobody is dialled
   * or let in, nothing is listened on or announced, and no relay is asked; what was open has got its goodbye when this
   * resolves. Before `start` it says what `start` will do. Of calls that overlap the last one counts.
   * @throws {UnavailableError} `refused` when it cannot listen
   */
  setDirect(isOn: boolean): Promise<void>;
  /**
   * The device has slept, or has a network again: failures are forgotten, so that the next call dials at once; relays are
   * asked now; connections that do not answer are ended. Never rejects. Does nothing before `start` and after `stop`.
   */
  wake(): Promise<void>;
  stop(): Promise<void>;
}
