/** `sotto doctor`: checks that a person can act on. */
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { type CommandContext, withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { connectFully } from '../connect.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { findingText } from '../finding-text.ts';
import type { Paint } from '../paint.ts';
import { type ConnectionOptions, timeoutOption } from '../quantity.ts';
import { sanitizeForTerminal } from '../sanitize.ts';

export function addDoctorCommand(program: Command, runner: CommandRunner): void {
  program
    .command('doctor')
    .summary('look for problems and say what to do')
    .description(
      'Checks mailboxes, what waits, connections, the clock, keys, storage and recovery words, and says what to do about what ' +
        'it finds. Exit code 5 when there is a problem.\n\nJSON: array of {check, code, level: "ok" | "warning" | "problem", ' +
        'message, fix?}; code names the finding for programs.',
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
          const told = (await client.doctor()).map(({ check, code, level, facts }) => {
            return { check, code, level, ...findingText({ code, facts }) };
          });
          const findings: readonly ToldFinding[] = [...told, ...(await examinePassphraseFile(context))];
          const problem = findings.some(({ level }) => level === 'problem');
          return {
            json: findings,
            text: findings.map((finding) => findingRow(finding, context.paint)).join('\n'),
            exitCode: problem ? EXIT_CODES.unavailable : EXIT_CODES.ok,
          };
        }),
      ),
    );
}

interface ToldFinding {
  readonly check: string;
  readonly code: string;
  readonly level: 'ok' | 'warning' | 'problem';
  readonly message: string;
  readonly fix?: string;
}

function findingRow({ check, level, message, fix }: ToldFinding, paint: Paint): string {
  const mark = { ok: paint('green', '✓'), warning: paint('yellow', '!'), problem: paint('red', '✗') }[level];
  const row = `${mark} ${sanitizeForTerminal(`${check}: ${message}`).replaceAll('\n', '\n  ')}`;
  return fix === undefined ? row : `${row}\n  → ${sanitizeForTerminal(fix).replaceAll('\n', '\n    ')}`;
}

async function examinePassphraseFile(context: CommandContext): Promise<readonly ToldFinding[]> {
  // Only a regular file lies about; a pipe is gone after reading. Windows has no mode bits worth reading.
  if (context.passphraseFile === undefined || process.platform === 'win32') return [];
  const found = await stat(context.passphraseFile);
  if (!found.isFile()) return [];
  if ((found.mode & 0o077) === 0) {
    return [{ check: 'passphrase file', code: 'file-private', level: 'ok', message: 'Only you can read it.' }];
  }
  return [
    {
      check: 'passphrase file',
      code: 'file-readable',
      level: 'warning',
      message: 'Other users of this machine can read it.',
      fix: 'Let nobody else read it: chmod 600.',
    },
  ];
}
