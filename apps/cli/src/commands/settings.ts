/** `sotto settings`: what this device lets others know, and whether it has a direct way to them. */
import type { PreferenceValues, SottoClient } from '@sotto/client';
import { UsageError } from '@sotto/wire';
import { Argument, type Command } from 'commander';
import { type CommandContext, type CommandResult, withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';

const SETTINGS = {
  receipts: { of: 'receipts', text: 'contacts learn that messages arrived and were read' },
  typing: { of: 'typing', text: 'contacts who are directly connected see that you are typing, and you see it of them' },
  'mailboxes-only': { of: 'mailboxesOnly', text: 'no direct connections: everything goes through mailboxes' },
} as const satisfies Readonly<Record<string, { readonly of: keyof PreferenceValues; readonly text: string }>>;
type SettingName = keyof typeof SETTINGS;

const NAMES = Object.keys(SETTINGS) as readonly SettingName[];
const VALUES = ['on', 'off'] as const;
const NAME_COLUMNS = 16;

const MAILBOXES_ONLY =
  'Contacts learn no network address of this device by a connection any more. What they learnt before they keep. Mailboxes\n' +
  'see the address, and a contact may run one of their own.';
const OWN_MAILBOX =
  'Your mailbox runs on this device, so whoever has your link knows its network address all the same. An account with\n' +
  'mailboxes that others run does not tell it: sotto init --mailbox <address>.';

export function addSettingsCommand(program: Command, runner: CommandRunner): void {
  program
    .command('settings')
    .addArgument(new Argument('[name]', 'the setting to change').choices(NAMES))
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
  const rows = NAMES.map((name) => {
    const { of, text } = SETTINGS[name];
    return `${name.padEnd(NAME_COLUMNS)}${(values[of] ? 'on' : 'off').padEnd(5)}${text}`;
  });
  const remarks = [
    ...(values.mailboxesOnly ? [MAILBOXES_ONLY] : []),
    ...(values.mailboxesOnly && (await environment.backend.hasOwnMailbox(home)) ? [OWN_MAILBOX] : []),
  ];
  return { json: values, text: [rows.join('\n'), ...remarks].join('\n\n') };
}
