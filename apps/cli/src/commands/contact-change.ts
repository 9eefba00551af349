/** `sotto accept`, `rename`, `block`, `unblock`: commands that change one contact and show it. */

import type { ContactView } from '@sotto/client';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { contactJson } from '../json-shapes.ts';
import { sanitizeLine } from '../sanitize.ts';

const JSON_SHAPE = '\n\nJSON: the contact as in `contacts`.';

function changed(contact: ContactView, what: string) {
  return { json: contactJson(contact), text: `${sanitizeLine(contact.name)} ${what}` };
}

export function addContactChangeCommands(program: Command, runner: CommandRunner): void {
  program
    .command('accept')
    .argument('<contact>', 'name or account id')
    .summary('accept the request of a stranger')
    .description(`Makes a contact of somebody who wrote to you first.${JSON_SHAPE}`)
    .addHelpText('after', '\nExamples:\n  $ sotto contacts\n  $ sotto accept Grace')
    .action(
      runner.action<[string]>((context, [name]) =>
        withClient(context, 'sotto accept', async (client) =>
          changed(await client.acceptRequest(name), 'is a contact now.'),
        ),
      ),
    );

  program
    .command('rename')
    .argument('<contact>', 'name or account id')
    .argument('<name>', 'the name you want to call them by')
    .summary('call a contact by another name')
    .description(`Changes your name for a contact; they do not learn it.${JSON_SHAPE}`)
    .addHelpText('after', '\nExamples:\n  $ sotto rename Grace "Grace Hopper"')
    .action(
      runner.action<[string, string]>((context, [name, newName]) =>
        withClient(context, 'sotto rename', async (client) =>
          changed(await client.rename(name, newName), `is the new name of ${sanitizeLine(name)}.`),
        ),
      ),
    );

  program
    .command('block')
    .argument('<contact>', 'name or account id')
    .summary('refuse messages of a contact')
    .description(`Refuses all further messages of a contact, without telling them.${JSON_SHAPE}`)
    .addHelpText('after', '\nExamples:\n  $ sotto block Mallory')
    .action(
      runner.action<[string]>((context, [name]) =>
        withClient(context, 'sotto block', async (client) => changed(await client.block(name), 'is blocked.')),
      ),
    );

  program
    .command('unblock')
    .argument('<contact>', 'name or account id')
    .summary('take messages of a blocked contact again')
    .description(`Takes messages of a blocked contact again.${JSON_SHAPE}`)
    .addHelpText('after', '\nExamples:\n  $ sotto unblock Mallory')
    .action(
      runner.action<[string]>((context, [name]) =>
        withClient(context, 'sotto unblock', async (client) =>
          changed(await client.unblock(name), 'is not blocked any more.'),
        ),
      ),
    );
}
