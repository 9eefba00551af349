/** `sotto whoami`: the account of this home. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { accountJson } from '../json-shapes.ts';
import { sanitizeLine } from '../sanitize.ts';

export function addWhoamiCommand(program: Command, runner: CommandRunner): void {
  program
    .command('whoami')
    .summary('show your account')
    .description('Shows the account of the home folder.\n\nJSON: {account, device, name, mailboxes}.')
    .addHelpText('after', '\nExamples:\n  $ sotto whoami\n  $ sotto whoami --json')
    .action(
      runner.action<[]>((context) =>
        withClient(context, 'sotto whoami', async (client) => {
          const account = await client.account();
          const mailboxes = account.mailboxes.length === 0 ? ['none'] : account.mailboxes;
          return {
            json: accountJson(account),
            text: [
              `name      ${sanitizeLine(account.name)}`,
              `account   ${account.id}`,
              `device    ${account.device}`,
              ...mailboxes.map(
                (mailbox, i) => `${i === 0 ? 'mailboxes' : '         '} ${sanitizeLine(mailbox, { maxColumns: 300 })}`,
              ),
            ].join('\n'),
          };
        }),
      ),
    );
}
