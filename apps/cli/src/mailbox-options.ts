/** The options of the operator's daemon, as the command line gives them. */

export interface MailboxRunOptions {
  /** Multiaddrs to listen on. */
  readonly listen: readonly string[];
  /** Multiaddrs that clients are told instead, without PeerId. */
  readonly announce?: readonly string[];
  /** Folder of the archive and the mailbox key. */
  readonly folder: string;
  /** Port of the metrics page on loopback; absent: none. */
  readonly metricsPort?: number;
  /** What differs from the default policy, by name; the mailbox checks names and ranges. */
  readonly limits: Readonly<Record<string, number>>;
  /** Receives one line of structured log at a time, without line ending. */
  readonly log: (line: string) => void;
}

export interface RunningMailbox {
  /** Dialable addresses, ending in `/p2p/<PeerId>`; the first is the one to give to people. */
  readonly addresses: readonly string[];
  readonly metricsUrl: string | undefined;
  stop(): Promise<void>;
}
