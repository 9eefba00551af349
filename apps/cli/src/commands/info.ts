/** `sotto info`: all that is known of one message. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { messageInfoJson } from '../json-shapes.ts';
import { labelledText } from '../labelled-line.ts';
import { messageInfoLines } from '../message-info-lines.ts';

export function addInfoCommand(program: Command, runner: CommandRunner): void {
  program
    .command('info')
    .argument('<id>', 'the message, as shown by `history --json`')
    .summary('show all that is known of a message')
    .description(
      'Shows what a message says and said, how far it came, what each device of the other side and each mailbox did, who ' +
        'reacted, and when. Nothing is marked as read, and nobody is told.\n\nJSON: {contact, message, storedAt, editedAt?, ' +
        'devices: array of {device, status: "pending" | "custody" | "delivered" | "expired" | "failed", failure?, attempts, ' +
        'nextAttemptAt?, custody: array of {mailbox, until}}, from?: {device, sequence}}; message as in `history`, devices of a ' +
        'message of yours, from of one of theirs. One of custody is one signed receipt; evidence of delivered messages is kept ' +
        'for a week.',
    )
    .addHelpText('after', '\nExamples:\n  $ sotto info 4f1c…\n  $ sotto info 4f1c… --json')
    .action(
      runner.action<[string]>((context, [id]) =>
        withClient(context, 'sotto info', async (client) => {
          const info = await client.messageInfo(id);
          const { name } = await client.contact(info.message.contact);
          const lines = messageInfoLines(info, { nowMs: context.environment.clock.nowMs(), name });
          return { json: messageInfoJson(info), text: labelledText(lines, context.paint) };
        }),
      ),
    );
}
