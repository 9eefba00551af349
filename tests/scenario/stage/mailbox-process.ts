/** A mailbox of a story: `sotto mailbox run` on a free port, that can be killed and come back at the same address. */
import { join } from 'node:path';
import { REPOSITORY, StoryProcess } from './story-process.ts';

const PROGRAM = join(REPOSITORY, 'apps/cli/src/main.ts');

export const FIRST_LINE = /^(.*)\n/;

export interface MailboxOptions {
  readonly data: string;
  readonly limits?: Readonly<Record<string, number>>;
  readonly metrics?: boolean;
  /** Modules that are loaded before the program, and what they are told. */
  readonly preload?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class Mailbox {
  readonly address: string;
  readonly process: StoryProcess;
  readonly #options: MailboxOptions;

  private constructor(address: string, process: StoryProcess, options: MailboxOptions) {
    this.address = address;
    this.process = process;
    this.#options = options;
  }

  static async start(options: MailboxOptions): Promise<Mailbox> {
    return await Mailbox.#startAt('/ip4/127.0.0.1/tcp/0', options);
  }

  /** So many mailboxes, each with a folder of its own. */
  static async startSome(count: number, folder: string): Promise<Mailbox[]> {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    return await Promise.all(numbers.map((number) => Mailbox.start({ data: join(folder, `mailbox-${number}`) })));
  }

  static async #startAt(listen: string, options: MailboxOptions): Promise<Mailbox> {
    const { data, limits = {}, metrics = false, preload = [], env = {} } = options;
    const process = StoryProcess.start({
      args: [
        PROGRAM,
        ...['mailbox', 'run', '--listen', listen, '--data', data],
        ...Object.entries(limits).flatMap(([name, value]) => ['--limit', `${name}=${value}`]),
        ...(metrics ? ['--metrics', '0'] : []),
      ],
      preload,
      env,
    });
    const [, first = ''] = await process.says('stdout', FIRST_LINE);
    const { address } = JSON.parse(first) as { readonly address: string };
    return new Mailbox(address, process, options);
  }

  /** Starts it again after it has ended: same folder, same port. */
  async again(changes: Partial<MailboxOptions> = {}): Promise<Mailbox> {
    const listen = this.address.replace(/\/p2p\/.*$/, '');
    return await Mailbox.#startAt(listen, { ...this.#options, ...changes });
  }

  /** The text of its metrics page. */
  async metrics(): Promise<string> {
    const [, url = ''] = await this.process.says('stderr', /metrics at (\S+)\n/);
    return await (await fetch(url)).text();
  }
}
