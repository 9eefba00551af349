/** `sotto disappearing`: after which time the messages of a conversation go. */
import { Argument, type Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { dispatch } from '../dispatch.ts';
import { durationText, parseDuration } from '../duration.ts';
import { timeoutOption } from '../quantity.ts';
import { sanitizeLine } from '../sanitize.ts';

interface WaitOptions {
  readonly wait: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

export function addDisappearingCommand(program: Command, runner: CommandRunner): void {
  program
    .command('disappearing')
    .argument('<contact>', 'name or account id')
    .addArgument(new Argument('[time]', '`off`, or such as 30s, 5m, 1h, 1d, 4w').argParser(parseDuration))
    .summary('show or set after which time messages disappear')
    .description(
      'New messages of both sides go so long after they were seen, or, on the device of the sender, written. It protects ' +
        'against what is left lying about, not against a person who wants to keep something. Without a time it shows what is ' +
        'set.\n\nJSON: {contact, seconds, id?, state?}; id and state of the message that sets it.',
    )
    .option('--no-wait', 'store it only; the next connection sends it')
    .addOption(timeoutOption('longest time to wait'))
    .addHelpText('after', '\nExamples:\n  $ sotto disappearing Grace\n  $ sotto disappearing Grace 1d')
    .action(
      runner.action<[string, number | undefined], WaitOptions>((context, [name, seconds], options) =>
        withClient(context, 'sotto disappearing', async (client) => {
          const contact = await client.contact(name);
          if (seconds === undefined) {
            const { timerSeconds } = await client.conversation(contact.id);
            return { json: { contact: contact.id, seconds: timerSeconds }, text: durationText(timerSeconds) };
          }
          const sent = await client.setTimer(contact.id, seconds);
          const { clock } = context.environment;
          const { message } = options.wait
            ? await dispatch(client, sent, { timeoutMs: options.timeout, clock })
            : { message: sent };
          const who = sanitizeLine(contact.name, { maxColumns: 40 });
          const text = seconds === 0 ? 'do not disappear any more' : `disappear after ${durationText(seconds)}`;
          return {
            json: { contact: contact.id, seconds, id: message.id, state: message.state },
            text: `New messages with ${who} ${text}.`,
          };
        }),
      ),
    );
}
