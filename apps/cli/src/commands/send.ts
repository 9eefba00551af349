/** `sotto send` and `sotto retry`: a message, and what became of it. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { dispatch, dispatchResult } from '../dispatch.ts';
import { timeoutOption } from '../quantity.ts';
import { readText } from '../read-input.ts';

interface WaitOptions {
  readonly wait: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

const JSON_SHAPE =
  '\n\nJSON: {id, state, custody: {held, of}, reason?}; reason says why it is not in custody yet. A message that stays ' +
  'queued is not an error.';

export function addSendCommands(program: Command, runner: CommandRunner): void {
  program
    .command('send')
    .argument('<contact>', 'name or account id')
    .argument('<text...>', 'the message; `-` reads it from standard input')
    .summary('send a message and wait until it is in custody')
    .description(
      `Stores and sends a message, and waits until mailboxes have it in custody or the contact has it.${JSON_SHAPE}`,
    )
    .option('--no-wait', 'store it only; the next connection sends it')
    .addOption(timeoutOption('longest time to wait'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ sotto send Grace "Are you there?"\n  $ sotto send Grace --timeout 5 --json hello\n  $ date | sotto send Grace -\n  $ sotto send Grace -- --starts-with-dashes',
    )
    .action(
      runner.action<[string, readonly string[]], WaitOptions>((context, [name, words], options) =>
        withClient(context, 'sotto send', async (client) => {
          const { clock, stdin } = context.environment;
          const contact = await client.contact(name);
          const text = words.length === 1 && words[0] === '-' ? await readText(stdin) : words.join(' ');
          const message = await client.send(contact.id, text);
          if (!options.wait) return dispatchResult({ message, reason: 'not-waited' });
          return dispatchResult(await dispatch(client, message, { timeoutMs: options.timeout, clock }));
        }),
      ),
    );

  program
    .command('retry')
    .argument('<id>', 'the message, as shown by `history`')
    .summary('send a failed or expired message again')
    .description(`Sends a message again that failed or expired.${JSON_SHAPE}`)
    .option('--no-wait', 'queue it only; the next connection sends it')
    .addOption(timeoutOption('longest time to wait'))
    .addHelpText('after', '\nExamples:\n  $ sotto history Grace\n  $ sotto retry 4f1c…')
    .action(
      runner.action<[string], WaitOptions>((context, [id], options) =>
        withClient(context, 'sotto retry', async (client) => {
          const { clock } = context.environment;
          const message = await client.retry(id);
          if (!options.wait) return dispatchResult({ message, reason: 'not-waited' });
          return dispatchResult(await dispatch(client, message, { timeoutMs: options.timeout, clock }));
        }),
      ),
    );
}
