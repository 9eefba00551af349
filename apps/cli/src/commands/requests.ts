/** `sotto requests`: strangers who wrote and wait for a decision. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { contactJson } from '../json-shapes.ts';
import { sanitizeLine } from '../sanitize.ts';

const SHOWN_COLUMNS = 80;

export function addRequestsCommand(program: Command, runner: CommandRunner): void {
  program
    .command('requests')
    .summary('list strangers who want to write to you')
    .description(
      'Lists strangers who wrote to you, with what they wrote last. They learn nothing of it: no receipt, no answer.\n\nJSON: ' +
        'array of contacts as in `contacts`, each with text: what it wrote last.',
    )
    .addHelpText('after', '\nExamples:\n  $ sotto requests\n  $ sotto accept Grace\n  $ sotto block Mallory')
    .action(
      runner.action<[]>((context) =>
        withClient(context, 'sotto requests', async (client) => {
          const requests = (await client.contacts()).filter(({ status }) => status === 'request');
          const shown = await Promise.all(
            requests.map(async (contact) => {
              const [last] = await client.history(contact.id, { limit: 1 });
              return { contact, text: last?.text ?? '' };
            }),
          );
          const lines = shown.map(
            ({ contact, text }) =>
              `${sanitizeLine(contact.name, { maxColumns: 28 })}: ${sanitizeLine(text, { maxColumns: SHOWN_COLUMNS })}`,
          );
          return {
            json: shown.map(({ contact, text }) => ({ ...contactJson(contact), text })),
            text: lines.length === 0 ? 'Nobody is waiting.' : lines.join('\n'),
          };
        }),
      ),
    );
}
