/** A process in memory, for tests: streams that remember, a backend that hands out one fake client. */
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import type { Clock } from '@sotto/ports';
import { UnavailableError, UsageError, VerifyError } from '@sotto/wire';
import type { Backend, CreateOptions, OpenOptions, RecoverOptions } from '../backend.ts';
import type { Environment } from '../environment.ts';
import type { MailboxRunOptions } from '../mailbox-options.ts';
import { FakeClient } from './fake-client.ts';

export const RECOVERY_WORDS =
  'ocean maple tiger velvet anchor bridge copper dolphin ember forest garden harbor island jungle kettle ladder meadow nectar olive pepper quartz river silver temple';

/** Remembers what was written; a terminal of `columns` by `rows` when `isTTY`. */
export class MemoryOutput extends Writable {
  text = '';
  isTTY = false;
  columns = 80;
  rows = 24;
  override _write(chunk: Uint8Array | string, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
    this.emit('written', chunk.toString());
  }
  /** Resolves when `part` has been written. */
  async until(part: string): Promise<void> {
    while (!this.text.includes(part)) await once(this, 'written');
  }
}

/** Standard input; a terminal when `isTTY`. */
export class MemoryInput extends PassThrough {
  isTTY = false;
  rawMode = false;
  setRawMode(enabled: boolean): this {
    this.rawMode = enabled;
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

export class FakeBackend implements Backend {
  readonly client = new FakeClient();
  initialised = true;
  passphrase = 'correct horse';
  /** When set, another process holds the home. */
  holder: string | undefined;
  created: CreateOptions | undefined;
  recovered: RecoverOptions | undefined;
  opened: OpenOptions | undefined;
  mailbox: MailboxRunOptions | undefined;
  mailboxStopped = false;
  ownMailbox = false;

  async exists(): Promise<boolean> {
    return this.initialised;
  }
  async hasOwnMailbox(): Promise<boolean> {
    return this.ownMailbox;
  }
  async create(options: CreateOptions) {
    this.created = options;
    this.initialised = true;
    this.passphrase = options.passphrase;
    this.client.accountView = { ...this.client.accountView, name: options.name, mailboxes: options.mailboxes };
    this.client.keptWords = RECOVERY_WORDS;
    return { client: this.client, recoveryWords: RECOVERY_WORDS };
  }
  async recover(options: RecoverOptions) {
    this.recovered = options;
    this.initialised = true;
    return this.client;
  }
  async open(options: OpenOptions) {
    this.opened = options;
    if (!this.initialised) {
      throw new UsageError('not-initialised', 'there is no account here', { hint: 'Create one: sotto init' });
    }
    if (this.holder !== undefined) {
      throw new UnavailableError('home-busy', `the home is held by ${this.holder}`, { hint: 'Close it first.' });
    }
    if (options.passphrase !== this.passphrase) throw new VerifyError('wrong-passphrase', 'the passphrase is wrong');
    return this.client;
  }
  async runMailbox(options: MailboxRunOptions) {
    this.mailbox = options;
    return {
      addresses: ['/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWMailbox', '/ip4/127.0.0.1/tcp/4002/ws/p2p/12D3KooWMailbox'],
      metricsUrl: undefined,
      stop: async () => {
        this.mailboxStopped = true;
      },
    };
  }
}

export class FakeEnvironment implements Environment {
  readonly stdin = new MemoryInput();
  readonly stdout = new MemoryOutput();
  readonly stderr = new MemoryOutput();
  variables: Record<string, string | undefined> = {};
  readonly homeDirectory = '/home/ada';
  readonly pid = 4_242;
  readonly version = '9.9.9';
  readonly backend = new FakeBackend();
  readonly clock: Clock = {
    nowMs: () => this.backend.client.nowMs,
    monotonicMs: () => this.backend.client.nowMs,
    // Only deadlines use it here; none is reached in a test.
    schedule: () => () => {},
  };
  readonly random = { bytes: (length: number) => new Uint8Array(length).map((_, i) => (i * 37 + 5) % 256) };
  #end = () => {};
  readonly #ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  ended(): Promise<void> {
    return this.#ended;
  }
  faulted(): Promise<never> {
    return new Promise<never>(() => {});
  }
  /** Tells the process to end. */
  end(): void {
    this.#end();
  }
}
