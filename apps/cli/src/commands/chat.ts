/** `sotto chat`: the terminal app, or a conversation line by line. */

import { UsageError } from '@sotto/wire';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { runPlainChat } from '../plain-chat.ts';

export function addChatCommand(program: Command, runner: CommandRunner): void {
  program
    .command('chat')
    .argument('[contact]', 'name or account id; needed when there is no terminal')
    .summary('open the terminal app')
    .description(
      'Opens the terminal app, with this conversation if a contact is named. Without a terminal, or with --plain or ' +
        '--json, every line of standard input is a message.\n\nJSON, at the end: {contact, sent, received, state?}.',
    )
    .option('--plain', 'line by line, without a screen')
    .addHelpText('after', '\nExamples:\n  $ sotto chat\n  $ sotto chat Grace\n  $ sotto chat Grace --plain < lines.txt')
    .action(
      runner.action<[string | undefined], { readonly plain?: boolean }>(async (context, [name], options) => {
        const { stdin, stdout } = context.environment;
        const terminal = stdin.isTTY === true && stdout.isTTY === true;
        if (terminal && options.plain !== true && !context.json) {
          const { runTerminalApp } = await import('../tui/run.ts');
          await runTerminalApp(context, name);
          return undefined;
        }
        if (name === undefined) {
          throw new UsageError('invalid-argument', 'there is no terminal to open the app on', {
            hint: 'Name a contact to chat line by line: sotto chat Grace. All commands: sotto --help',
          });
        }
        return withClient(context, 'sotto chat', async (client) =>
          runPlainChat(context, client, await client.contact(name)),
        );
      }),
    );
}
