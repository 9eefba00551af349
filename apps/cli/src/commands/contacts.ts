/** `sotto contacts`: everybody who is known, requests and blocked ones apart. */

import type { ContactView } from '@sotto/client';
import type { Command } from 'commander';
import stringWidth from 'string-width';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { contactJson } from '../json-shapes.ts';
import type { Paint } from '../paint.ts';
import { sanitizeLine } from '../sanitize.ts';

const NAME_COLUMNS = 28;

export function addContactsCommand(program: Command, runner: CommandRunner): void {
  program
    .command('contacts')
    .summary('list contacts and requests')
    .description(
      'Lists contacts, requests of strangers, and blocked accounts.\n\nJSON: array of {contact, name, claimedName, status, ' +
        'verification, reachableKeys, unread, missing, online, lastActivityMs}.',
    )
    .addHelpText('after', '\nExamples:\n  $ sotto contacts\n  $ sotto contacts --json')
    .action(
      runner.action<[]>((context) =>
        withClient(context, 'sotto contacts', async (client) => {
          const contacts = await client.contacts();
          const rows = contacts.map((contact) => contactRow(contact, context.paint));
          const none = 'No contacts yet. Add one with `sotto add LINK`, or give away your own: `sotto link`.';
          return { json: contacts.map(contactJson), text: rows.length === 0 ? none : rows.join('\n') };
        }),
      ),
    );
}

function contactRow(contact: ContactView, paint: Paint): string {
  const name = sanitizeLine(contact.name, { maxColumns: NAME_COLUMNS });
  const padding = ' '.repeat(NAME_COLUMNS - stringWidth(name));
  return `${paint('bold', name)}${padding}  ${contactRemarks(contact, paint).join(', ')}`.trimEnd();
}

function contactRemarks(contact: ContactView, paint: Paint): string[] {
  const remarks: string[] = [];
  if (contact.status === 'request') remarks.push(paint('yellow', 'wants to write to you'));
  if (contact.status === 'blocked') remarks.push(paint('dim', 'blocked'));
  if (contact.verification === 'verified') remarks.push(paint('green', '✓ verified'));
  if (contact.verification === 'changed') remarks.push(paint('red', '! keys changed'));
  if (contact.unread > 0) remarks.push(paint('cyan', `${contact.unread} unread`));
  if (contact.missing > 0) remarks.push(`${contact.missing} missing`);
  if (!contact.reachableKeys && contact.status === 'contact') remarks.push('keys not fetched yet');
  return remarks;
}
