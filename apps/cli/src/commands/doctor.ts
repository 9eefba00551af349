/** `sotto doctor`: checks that a person can act on. */
import { stat } from 'node:fs/promises';
import type { Finding } from '@sotto/client';
import type { Command } from 'commander';
import { type CommandContext, withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { connectFully } from '../connect.ts';
import { EXIT_CODES } from '../exit-code.ts';
import type { Paint } from '../paint.ts';
import { type ConnectionOptions, timeoutOption } from '../quantity.ts';
import { sanitizeForTerminal } from '../sanitize.ts';

export function addDoctorCommand(program: Command, runner: CommandRunner): void {
  program
    .command('doctor')
    .summary('look for problems and say what to do')
    .description(
      'Checks the home folder, the mailboxes and the clock, and says what to do about what it finds. Exit code 5 when ' +
        'there is a problem.\n\nJSON: array of {check, level: "ok" | "warning" | "problem", message}.',
    )
    .option('--offline', 'check only what needs no network')
    .addOption(timeoutOption('longest time to wait for mailboxes', 5))
    .addHelpText('after', '\nExamples:\n  $ sotto doctor\n  $ sotto doctor --json')
    .action(
      runner.action<[], ConnectionOptions>((context, _args, options) =>
        withClient(context, 'sotto doctor', async (client) => {
          if (options.offline !== true) {
            await connectFully(client, { timeoutMs: options.timeout, clock: context.environment.clock });
          }
          const findings = [...(await client.doctor()), ...(await examinePassphraseFile(context))];
          const problem = findings.some(({ level }) => level === 'problem');
          return {
            json: findings.map(({ check, level, message }) => ({ check, level, message })),
            text: findings.map((finding) => findingRow(finding, context.paint)).join('\n'),
            exitCode: problem ? EXIT_CODES.unavailable : EXIT_CODES.ok,
          };
        }),
      ),
    );
}

function findingRow({ check, level, message }: Finding, paint: Paint): string {
  const mark = { ok: paint('green', '✓'), warning: paint('yellow', '!'), problem: paint('red', '✗') }[level];
  return `${mark} ${sanitizeForTerminal(`${check}: ${message}`).replaceAll('\n', '\n  ')}`;
}

async function examinePassphraseFile(context: CommandContext): Promise<readonly Finding[]> {
  // Only a regular file lies about; a pipe is gone after reading. Windows has no mode bits worth reading.
  if (context.passphraseFile === undefined || process.platform === 'win32') return [];
  const found = await stat(context.passphraseFile);
  if (!found.isFile()) return [];
  if ((found.mode & 0o077) === 0) {
    return [{ check: 'passphrase file', level: 'ok', message: 'only you can read it' }];
  }
  return [
    { check: 'passphrase file', level: 'warning', message: 'other users of this machine can read it: chmod 600 it' },
  ];
}
