/**
 * Runs the work of a command and prints what it returns: exactly one JSON value with `--json`, text for a person
 * otherwise. Must not know: any command.
 */
import type { Command } from 'commander';
import type { CommandContext, CommandResult, GlobalOptions } from './command-context.ts';
import type { Environment } from './environment.ts';
import { resolveHome } from './home.ts';
import { encodeJson } from './json.ts';
import { paintFor } from './paint.ts';
import { passphraseFile } from './passphrase.ts';
import { sanitizeForTerminal } from './sanitize.ts';

/** The work of one command. Nothing is printed for `undefined`: the command has printed its value itself. */
export type Work<Arguments extends readonly unknown[], Options> = (
  context: CommandContext,
  args: Arguments,
  options: Options,
) => Promise<CommandResult | undefined>;

/** What came of the command that ran. */
export interface Outcome {
  exitCode: number;
  /** The one JSON value, or its text, has been printed. */
  printed: boolean;
}

export class CommandRunner {
  readonly #environment: Environment;
  readonly #outcome: Outcome;

  constructor(environment: Environment, outcome: Outcome) {
    this.#environment = environment;
    this.#outcome = outcome;
  }

  /** Makes the action of a command for commander: it calls it with the arguments, the options and the command. */
  action<Arguments extends readonly unknown[], Options = Record<never, never>>(
    work: Work<Arguments, Options>,
  ): (...values: unknown[]) => Promise<void> {
    return async (...values) => {
      const command = values.at(-1) as Command;
      const options = values.at(-2) as Options;
      const args = values.slice(0, -2) as unknown as Arguments;
      const context = this.#context(command.optsWithGlobals<GlobalOptions>());
      const result = await work(context, args, options);
      if (result !== undefined) context.print(result);
    };
  }

  #context(options: GlobalOptions): CommandContext {
    const environment = this.#environment;
    const json = options.json === true;
    return {
      environment,
      home: resolveHome(options.home, environment),
      passphraseFile: passphraseFile(options.passphraseFile, environment),
      json,
      waitMs: options.lockWait,
      paint: paintFor(environment, environment.stdout),
      print: (result) => {
        this.#outcome.exitCode = result.exitCode ?? 0;
        this.#outcome.printed = true;
        environment.stdout.write(`${json ? encodeJson(result.json) : result.text}\n`);
      },
    };
  }
}

/** Prints a remark for a person; it never mixes with results. */
export function remark(context: CommandContext, text: string): void {
  if (!context.json) context.environment.stderr.write(`${sanitizeForTerminal(text)}\n`);
}
