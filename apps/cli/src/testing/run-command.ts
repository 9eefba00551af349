/** Runs one command in memory, for tests. */
import { join } from 'node:path';
import { runCli } from '../cli.ts';
import type { FakeEnvironment } from './fake-environment.ts';

/** A file whose first line is the passphrase of the fake backend. */
export const PASSPHRASE_FILE = join(import.meta.dirname, 'passphrase.txt');

export interface CommandRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON value on standard output. */
  readonly json: unknown;
}

/** `json` is read strictly: it fails unless standard output is exactly one line with one JSON value. */
export async function runCommand(environment: FakeEnvironment, ...args: string[]): Promise<CommandRun> {
  environment.variables = { SOTTO_PASSPHRASE_FILE: PASSPHRASE_FILE, ...environment.variables };
  const exitCode = await runCli(args, environment);
  const { text: stdout } = environment.stdout;
  const { text: stderr } = environment.stderr;
  return {
    exitCode,
    stdout,
    stderr,
    get json() {
      if (!/^[^\n]+\n$/.test(stdout)) throw new SyntaxError(`not exactly one line: ${stdout}`);
      return JSON.parse(stdout) as unknown;
    },
  };
}
