/**
 * What the command needs of the parts that it composes: the SDK for a person's side, the daemon for an operator's.
 *
 * One implementation loads them (sotto-backend.ts); tests bring their own. Loading is late on purpose: showing help must
 * not start a network stack.
 */
import type { SottoClient } from '@sotto/client';
import type { MailboxRunOptions, RunningMailbox } from './mailbox-options.ts';

export interface CreateOptions {
  readonly home: string;
  readonly passphrase: string;
  readonly name: string;
  readonly mailboxes: readonly string[];
  /** Whether others may connect to this process while it runs: directly, and, if no mailbox is given, to one of its own. */
  readonly reachable: boolean;
  /** Who holds the home, in the words shown to others that wait for it. */
  readonly command: string;
  readonly waitMs: number;
}

export interface RecoverOptions {
  readonly home: string;
  readonly passphrase: string;
  readonly words: string;
  readonly name?: string;
  readonly link?: string;
  readonly mailboxes: readonly string[];
  readonly otherDevices: 'keep' | 'revoke';
  /** Whether others may connect to this process directly while it runs. */
  readonly reachable: boolean;
  readonly command: string;
  readonly waitMs: number;
}

export interface OpenOptions {
  readonly home: string;
  readonly passphrase: string;
  readonly command: string;
  /** How long to wait for another process that holds the home. */
  readonly waitMs: number;
  /** Whether others may connect to this process while it runs: directly, and to a mailbox of its own. */
  readonly reachable: boolean;
}

export interface CreatedAccount {
  readonly client: SottoClient;
  /** Separated by spaces. The client keeps them until they are confirmed. */
  readonly recoveryWords: string;
}

export interface Backend {
  exists(home: string): Promise<boolean>;
  /** Whether the account of this home has a mailbox that runs beside its app, on this device. */
  hasOwnMailbox(home: string): Promise<boolean>;
  /** @throws {UsageError} already-initialised, invalid-argument @throws {UnavailableError} home-busy */
  create(options: CreateOptions): Promise<CreatedAccount>;
  /** @throws as `Sotto.recover` */
  recover(options: RecoverOptions): Promise<SottoClient>;
  /** @throws {UsageError} not-initialised @throws {VerifyError} wrong-passphrase @throws {UnavailableError} home-busy */
  open(options: OpenOptions): Promise<SottoClient>;
  runMailbox(options: MailboxRunOptions): Promise<RunningMailbox>;
}
