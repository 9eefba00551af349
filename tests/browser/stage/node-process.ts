/** `apps/node` as a process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type MailboxAddress, UnavailableError } from '@sotto/wire';

const PROGRAM = fileURLToPath(new URL('../../../apps/node/src/main.ts', import.meta.url));

export interface NodePlace {
  readonly folder: string;
  readonly app?: string;
  readonly ports?: Readonly<Record<'port' | 'mailbox-port' | 'relay-port' | 'stun-port', number>>;
  /** Further options, as they are. */
  readonly more?: readonly string[];
}

interface FirstLine {
  readonly origin: string | null;
  readonly mailboxes: readonly MailboxAddress[];
  readonly relays: readonly MailboxAddress[];
  readonly stunServers: readonly string[];
  readonly pid: number;
}

const ANY_PORT = { port: 0, 'mailbox-port': 0, 'relay-port': 0, 'stun-port': 0 };

export class NodeProcess {
  readonly line: FirstLine;
  readonly #process: ChildProcess;

  private constructor(line: FirstLine, child: ChildProcess) {
    this.line = line;
    this.#process = child;
  }

  static async start({ folder, app, ports = ANY_PORT, more = [] }: NodePlace): Promise<NodeProcess> {
    const options = Object.entries(ports).flatMap(([name, port]) => [`--${name}`, String(port)]);
    const served = app === undefined ? [] : ['--app', app];
    const given = ['--json', '--folder', folder, ...options, ...served, ...more];
    const args = ['--disable-warning=ExperimentalWarning', PROGRAM, ...given];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint += String(text);
    });
    const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
    const first = await Promise.race([line, once(child, 'exit').then(() => undefined)]);
    if (first === undefined) throw new UnavailableError('refused', `the node did not start: ${complaint}`);
    return new NodeProcess(JSON.parse(first) as FirstLine, child);
  }

  get mailbox(): MailboxAddress {
    return firstOf(this.line.mailboxes);
  }

  get relay(): MailboxAddress {
    return firstOf(this.line.relays);
  }

  /** The ports of this run, for another one in its place. */
  get ports(): Required<NodePlace>['ports'] {
    const tcpPort = (address: string) => Number(/\/tcp\/(\d+)/.exec(address)?.[1]);
    return {
      port: Number(new URL(this.line.origin ?? '').port),
      'mailbox-port': tcpPort(this.mailbox),
      'relay-port': tcpPort(this.relay),
      'stun-port': Number(firstOf(this.line.stunServers).split(':').at(-1)),
    };
  }

  /** Resolves with the exit code. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return this.#process.exitCode;
    const exited = once(this.#process, 'exit');
    this.#process.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}

function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new UnavailableError('not-found', 'the node offers none');
  return first;
}
