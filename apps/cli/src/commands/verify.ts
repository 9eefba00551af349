/** `sotto verify`: the safety number of a contact. */

import { UsageError } from '@sotto/wire';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { safetyNumberRows } from '../safety-number.ts';
import { sanitizeLine } from '../sanitize.ts';

interface VerifyOptions {
  readonly mark?: boolean;
  readonly acceptKeys?: boolean;
}

const MEANING = {
  unverified: 'Not verified. Compare it over another channel, then run this again with --mark.',
  verified: 'Verified: you have compared it.',
  changed:
    'The keys have changed since you saw them last: sending is blocked. Compare the number and use --mark, or go on\n' +
    'without comparing by --accept-keys.',
} as const;

export function addVerifyCommand(program: Command, runner: CommandRunner): void {
  program
    .command('verify')
    .argument('<contact>', 'name or account id')
    .summary('compare safety numbers')
    .description(
      'Shows the safety number that both of you must see. If it is the same on both sides, nobody is between you. ' +
        '\n\nJSON: {contact, name, safetyNumber, verification: "unverified" | "verified" | "changed"}.',
    )
    .option('--mark', 'say that you have compared it and it is the same')
    .option('--accept-keys', 'go on with changed keys without comparing')
    .addHelpText('after', '\nExamples:\n  $ sotto verify Grace\n  $ sotto verify Grace --mark')
    .action(
      runner.action<[string], VerifyOptions>((context, [name], options) => {
        if (options.mark === true && options.acceptKeys === true) {
          throw new UsageError('invalid-argument', '--mark and --accept-keys exclude each other', {
            hint: 'Use --mark after comparing the number.',
          });
        }
        return withClient(context, 'sotto verify', async (client) => {
          if (options.mark === true) await client.markVerified(name);
          if (options.acceptKeys === true) await client.acceptKeys(name);
          const contact = await client.contact(name);
          const { safetyNumber, verification } = await client.verification(contact.id);
          return {
            json: { contact: contact.id, name: contact.name, safetyNumber, verification },
            text: [
              `Safety number with ${sanitizeLine(contact.name)}:`,
              '',
              ...safetyNumberRows(safetyNumber).map((row) => `    ${row}`),
              '',
              MEANING[verification],
            ].join('\n'),
          };
        });
      }),
    );
}
