/** One run of the command line: parse, work, report. Must not know: how the process starts and ends. */
import { UsageError } from '@sotto/wire';
import { type Command, CommanderError } from 'commander';
import { CommandRunner, type Outcome } from './command-runner.ts';
import type { Environment } from './environment.ts';
import { exitCodeOf } from './exit-code.ts';
import { describeFailure, reportFailure } from './failure-report.ts';
import { encodeJson } from './json.ts';
import { buildProgram } from './program.ts';

/**
 * Runs the command in `args` (without program name) and returns the exit code. Prints to the streams of `environment`
 * only; with `--json` exactly one JSON value on its `stdout`, also when the command fails. What fails after a result was
 * printed is told on `stderr`.
 */
export async function runCli(args: readonly string[], environment: Environment): Promise<number> {
  const outcome: Outcome = { exitCode: 0, printed: false };
  const program = buildProgram(environment, new CommandRunner(environment, outcome));
  try {
    await program.parseAsync(args, { from: 'user' });
    return outcome.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    if (namesNoCommand(thrown, program)) return runCli([...args, 'chat'], environment);
    const error = thrown instanceof CommanderError ? asUsageError(thrown) : thrown;
    printFailure(error, environment, wantsJson(args) && !outcome.printed);
    return exitCodeOf(error);
  }
}

/** Options alone, or nothing at all: that opens the terminal app. */
function namesNoCommand(thrown: unknown, program: Command): boolean {
  return thrown instanceof CommanderError && thrown.code === 'commander.help' && program.args.length === 0;
}

function asUsageError(error: CommanderError): UsageError {
  // `commander.help` stands for a group without a command, whose message is only the name of the code.
  const group = error.code === 'commander.help';
  const message = group ? 'this command needs another one after it' : error.message.replace(/^error: /, '');
  return new UsageError('invalid-argument', message, { hint: 'See `sotto --help` or `sotto COMMAND --help`.' });
}

function printFailure(error: unknown, environment: Environment, asJson: boolean): void {
  const { stdout, stderr, variables } = environment;
  const report = reportFailure(error);
  if (asJson) stdout.write(`${encodeJson(report)}\n`);
  else stderr.write(`${describeFailure(report)}\n`);
  const debug = variables['SOTTO_DEBUG'];
  if (debug !== undefined && debug !== '' && error instanceof Error) stderr.write(`${error.stack ?? ''}\n`);
}

/** Whether the arguments ask for JSON; they may be wrong otherwise, so this does not rely on parsing them. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).includes('--json');
}
