/** `sotto add`: adds a contact by link. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { contactJson } from '../json-shapes.ts';
import { sanitizeLine } from '../sanitize.ts';

interface AddOptions {
  readonly as?: string;
}

export function addAddCommand(program: Command, runner: CommandRunner): void {
  program
    .command('add')
    .argument('<link>', 'the contact link you were given')
    .summary('add a contact by link')
    .description(
      'Adds a contact, and fetches their keys from the mailboxes of the link. Without them messages wait until a mailbox ' +
        'can be reached.\n\nJSON: {contact, name, …} as in `contacts`.',
    )
    .option('--as <name>', 'the name you call them by; default: what they call themselves')
    .addHelpText('after', '\nExamples:\n  $ sotto add sotto:… --as Grace\n  $ sotto add "$(cat link.txt)"')
    .action(
      runner.action<[string], AddOptions>((context, [link], options) =>
        withClient(context, 'sotto add', async (client) => {
          // A link that was copied from several lines is whole again without the white space.
          const whole = link.replace(/\s+/gu, '');
          const contact = await client.addContact(whole, options.as === undefined ? {} : { as: options.as });
          const name = sanitizeLine(contact.name);
          const keys = contact.reachableKeys
            ? `Compare the safety number when you can: sotto verify ${quote(name)}`
            : 'Their keys could not be fetched yet: messages wait until a mailbox of theirs can be reached.';
          return { json: contactJson(contact), text: `Added ${name}.\n${keys}` };
        }),
      ),
    );
}

function quote(name: string): string {
  return /^[\p{L}\p{N}._-]+$/u.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
