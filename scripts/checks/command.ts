/** Runs a development tool of the repository (from node_modules/.bin) and collects what it printed. */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import process from 'node:process';

export interface CommandResult {
  readonly status: number;
  /** Non-empty lines of standard output and standard error. */
  readonly lines: readonly string[];
}

export interface Command {
  readonly root: string;
  readonly tool: string;
  readonly args: readonly string[];
  /** Working folder; the repository when absent. */
  readonly cwd?: string;
}

/** Resolves when the tool has ended; a tool that cannot be started counts as status 127. */
export function runCommand(command: Command): Promise<CommandResult> {
  const bin = join(command.root, 'node_modules', '.bin');
  return new Promise((resolve) => {
    const child = spawn(join(bin, command.tool), command.args, {
      cwd: command.cwd ?? command.root,
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ status: 127, lines: [`${command.tool}: ${error.message}`] }));
    child.on('close', (status) => {
      resolve({ status: status ?? 1, lines: output.split('\n').filter((line) => line.trim() !== '') });
    });
  });
}
