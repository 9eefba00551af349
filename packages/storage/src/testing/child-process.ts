/** Processes of their own for tests that kill them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { UnavailableError } from '@sotto/wire';

export interface Child {
  readonly pid: number;
  /** The next line that it prints. @throws {UnavailableError} `aborted` when it ends instead */
  nextLine(): Promise<string>;
  /** Kills it with SIGKILL; the lines that it had printed and nobody has read. */
  kill(): Promise<readonly string[]>;
}

/** Runs a script of this folder. */
export function startChild(script: string, parameters: readonly string[]): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async nextLine() {
      const { done, value } = await lines.next();
      if (done) throw new UnavailableError('aborted', 'the process ended');
      return value;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
      const rest: string[] = [];
      for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(line.value);
      return rest;
    },
  };
}
