/** A mailbox of the story: `sotto mailbox run` as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { UnavailableError } from '@sotto/wire';

const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));

export class MailboxProcess {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(address: string, child: ChildProcess) {
    this.address = address;
    this.#process = child;
  }

  static async start(data: string): Promise<MailboxProcess> {
    const args = [PROGRAM, 'mailbox', 'run', '--listen', '/ip4/127.0.0.1/tcp/0', '--data', data];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
    const gone = once(child, 'exit').then(() => undefined);
    const first = await Promise.race([line, gone]);
    if (first === undefined) throw new UnavailableError('refused', 'the mailbox did not start');
    const { address } = JSON.parse(first) as { readonly address: string };
    return new MailboxProcess(address, child);
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}
