/** The `sotto` command as scripts run it: a process, its exit code, and one JSON value. */
import { join } from 'node:path';
import { type ProcessEnd, REPOSITORY, StoryProcess } from './story-process.ts';

const PROGRAM = join(REPOSITORY, 'apps/cli/src/main.ts');

export interface CommandEnd extends ProcessEnd {
  readonly stdout: string;
  readonly stderr: string;
  /** The one value on standard output; throws when that is not one JSON value. */
  readonly json: unknown;
}

export interface CommandInput {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads on standard input. */
  readonly input?: string;
  /** Modules that are loaded before the program. */
  readonly preload?: readonly string[];
}

export class Command {
  readonly process: StoryProcess;

  constructor(args: readonly string[], input: CommandInput = {}) {
    this.process = StoryProcess.start({ args: [PROGRAM, ...args], ...input });
  }

  /** Waits for its end. */
  async end(): Promise<CommandEnd> {
    const end = await this.process.ended;
    const { stdout, stderr } = this.process;
    return {
      ...end,
      stdout,
      stderr,
      get json() {
        return JSON.parse(stdout);
      },
    };
  }
}

/** Runs a command to its end. */
export async function sotto(args: readonly string[], input: CommandInput = {}): Promise<CommandEnd> {
  return await new Command(args, input).end();
}

/** A home and its passphrase file: whoever gives commands to it. */
export class Owner {
  readonly home: string;
  readonly passphraseFile: string;

  constructor(home: string, passphraseFile: string) {
    this.home = home;
    this.passphraseFile = passphraseFile;
  }

  /** The arguments of every command of a script. */
  get scripted(): readonly string[] {
    return ['--home', this.home, '--passphrase-file', this.passphraseFile, '--json'];
  }

  /** Starts a command and does not wait for it. */
  start(args: readonly string[], input: CommandInput = {}): Command {
    return new Command([...args, ...this.scripted], input);
  }

  /** Runs a command that may fail. */
  async attempt(...args: readonly string[]): Promise<CommandEnd> {
    return await this.start(args).end();
  }

  /** Runs a command that must succeed; its JSON value. */
  async run<Json>(...args: readonly string[]): Promise<Json> {
    const end = await this.attempt(...args);
    if (end.exitCode !== 0) {
      throw new TypeError(`sotto ${args.join(' ')} ended with ${end.exitCode}: ${end.stdout}${end.stderr}`);
    }
    return end.json as Json;
  }
}
