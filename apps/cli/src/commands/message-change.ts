/** `sotto reply`, `react`, `edit`, `delete`: commands about one message, named by its id. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { dispatch, dispatchResult } from '../dispatch.ts';
import { effectResult } from '../effect-result.ts';
import { messageJson } from '../json-shapes.ts';
import { timeoutOption } from '../quantity.ts';
import { readText } from '../read-input.ts';

interface WaitOptions {
  readonly wait: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

const SENT_SHAPE = '\n\nJSON: {id, state, custody: {held, of}, reason?}, as of `send`.';
const EFFECT_SHAPE =
  '\n\nJSON: {id, state, custody: {held, of}, reason?, message}: what became of the change, and the message as in `history`.';

export function addMessageChangeCommands(program: Command, runner: CommandRunner): void {
  addReply(program, runner);
  addReact(program, runner);
  addEdit(program, runner);
  addDelete(program, runner);
}

function waiting(command: Command): Command {
  return command
    .option('--no-wait', 'store it only; the next connection sends it')
    .addOption(timeoutOption('longest time to wait'));
}

async function textOf(words: readonly string[], stdin: Parameters<typeof readText>[0]): Promise<string> {
  return words.length === 1 && words[0] === '-' ? await readText(stdin) : words.join(' ');
}

function addReply(program: Command, runner: CommandRunner): void {
  waiting(
    program
      .command('reply')
      .argument('<id>', 'the message, as shown by `history --json`')
      .argument('<text...>', 'the answer; `-` reads it from standard input')
      .summary('answer one message')
      .description(`Sends a message that shows which one it answers.${SENT_SHAPE}`),
  )
    .addHelpText('after', '\nExamples:\n  $ sotto reply 4f1c… "At nine."')
    .action(
      runner.action<[string, readonly string[]], WaitOptions>((context, [id, words], options) =>
        withClient(context, 'sotto reply', async (client) => {
          const { clock, stdin } = context.environment;
          const { contact } = await client.message(id);
          const message = await client.send(contact, await textOf(words, stdin), { replyTo: id });
          if (!options.wait) return dispatchResult({ message, reason: 'not-waited' });
          return dispatchResult(await dispatch(client, message, { timeoutMs: options.timeout, clock }));
        }),
      ),
    );
}

function addReact(program: Command, runner: CommandRunner): void {
  waiting(
    program
      .command('react')
      .argument('<id>', 'the message, as shown by `history --json`')
      .argument('<emoji>', 'one emoji')
      .summary('react to a message with an emoji')
      .description(`Reacts to a message of either side.${EFFECT_SHAPE}`),
  )
    .option('--remove', 'take the reaction back')
    .addHelpText('after', '\nExamples:\n  $ sotto react 4f1c… 👍\n  $ sotto react 4f1c… 👍 --remove')
    .action(
      runner.action<[string, string], WaitOptions & { readonly remove?: boolean }>((context, [id, emoji], options) =>
        withClient(context, 'sotto react', async (client) => {
          const { clock } = context.environment;
          const effect = await client.react(id, emoji, { remove: options.remove === true });
          return await effectResult(client, effect, { wait: options.wait, timeoutMs: options.timeout, clock });
        }),
      ),
    );
}

function addEdit(program: Command, runner: CommandRunner): void {
  waiting(
    program
      .command('edit')
      .argument('<id>', 'a message of yours, at most a day old')
      .argument('<text...>', 'the new text; `-` reads it from standard input')
      .summary('change the text of a message of yours')
      .description(`Replaces the text; the other side can still see the earlier one.${EFFECT_SHAPE}`),
  )
    .addHelpText('after', '\nExamples:\n  $ sotto edit 4f1c… "At ten, sorry."')
    .action(
      runner.action<[string, readonly string[]], WaitOptions>((context, [id, words], options) =>
        withClient(context, 'sotto edit', async (client) => {
          const { clock, stdin } = context.environment;
          const effect = await client.edit(id, await textOf(words, stdin));
          return await effectResult(client, effect, { wait: options.wait, timeoutMs: options.timeout, clock });
        }),
      ),
    );
}

function addDelete(program: Command, runner: CommandRunner): void {
  waiting(
    program
      .command('delete')
      .argument('<id>', 'the message, as shown by `history --json`')
      .summary('delete a message')
      .description(
        'Deletes a message of yours here and asks the other side to delete it; what they have read they may have kept. ' +
          `With --for-me any message goes from this device alone, and nobody is told.${EFFECT_SHAPE} With --for-me: {id}.`,
      ),
  )
    .option('--for-me', 'only on this device')
    .addHelpText('after', '\nExamples:\n  $ sotto delete 4f1c…\n  $ sotto delete 4f1c… --for-me')
    .action(
      runner.action<[string], WaitOptions & { readonly forMe?: boolean }>((context, [id], options) =>
        withClient(context, 'sotto delete', async (client) => {
          const { clock } = context.environment;
          if (options.forMe === true) {
            const { id: removed } = messageJson(await client.message(id));
            await client.deleteForMe(id);
            return { json: { id: removed }, text: 'Deleted on this device.' };
          }
          const effect = await client.deleteForAll(id);
          return await effectResult(client, effect, { wait: options.wait, timeoutMs: options.timeout, clock });
        }),
      ),
    );
}
