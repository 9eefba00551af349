/** `sotto settings`: what this device lets others know, and whether it has a direct way to them. */
import type { SottoClient } from '@sotto/client';
import { UsageError } from '@sotto/wire';
import { Argument, type Command } from 'commander';
import { type CommandContext, type CommandResult, withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { MAILBOXES_ONLY, OWN_MAILBOX, SETTING_NAMES, SETTINGS, type SettingName } from '../settings-text.ts';

const VALUES = ['on', 'off'] as const;
const NAME_COLUMNS = 16;

export function addSettingsCommand(program: Command, runner: CommandRunner): void {
  program
    .command('settings')
    .addArgument(new Argument('[name]', 'the setting to change').choices(SETTING_NAMES))
    .addArgument(new Argument('[value]', 'what it shall be').choices(VALUES))
    .summary('show or change what contacts learn of you')
    .description(
      'Shows what this device lets contacts know, or changes one of it: receipts (that messages arrived and were read), ' +
        'typing, and mailboxes-only. With mailboxes-only on this device neither dials devices of contacts nor listens for ' +
        'them, is not announced on the local network, and tells nobody where it is: contacts learn no network address of it ' +
        'by a connection, and typing is not told. What they learnt before they keep. Mailboxes see the address, and a contact ' +
        'may run one. A setting counts for this device, and from the next start of the app on.\n\n' +
        'JSON: {receipts, typing, mailboxesOnly}, each true or false.',
    )
    .addHelpText('after', '\nExamples:\n  $ sotto settings\n  $ sotto settings mailboxes-only on')
    .action(
      runner.action<[SettingName | undefined, (typeof VALUES)[number] | undefined]>((context, [name, value]) => {
        if (name !== undefined && value === undefined) {
          throw new UsageError('invalid-argument', 'a setting is changed to `on` or `off`', {
            hint: `sotto settings ${name} on`,
          });
        }
        return withClient(context, 'sotto settings', async (client) => {
          if (name !== undefined) await client.setPreferences({ [SETTINGS[name].of]: value === 'on' });
          return await told(client, context);
        });
      }),
    );
}

async function told(client: SottoClient, { environment, home }: CommandContext): Promise<CommandResult> {
  const values = await client.preferences();
  const rows = SETTING_NAMES.map((name) => {
    const { of, text } = SETTINGS[name];
    return `${name.padEnd(NAME_COLUMNS)}${(values[of] ? 'on' : 'off').padEnd(5)}${text}`;
  });
  const remarks = [
    ...(values.mailboxesOnly ? [MAILBOXES_ONLY] : []),
    ...(values.mailboxesOnly && (await environment.backend.hasOwnMailbox(home)) ? [OWN_MAILBOX] : []),
  ];
  return { json: values, text: [rows.join('\n'), ...remarks].join('\n\n') };
}
