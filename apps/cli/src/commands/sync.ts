/** `sotto sync`: does all pending work once. */
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { timeoutOption } from '../quantity.ts';

interface SyncOptions {
  /** Milliseconds. */
  readonly timeout: number;
}

export function addSyncCommand(program: Command, runner: CommandRunner): void {
  program
    .command('sync')
    .summary('fetch, acknowledge and send what is pending, then exit')
    .description(
      'Connects, fetches and acknowledges messages, sends what waits in the outbox, and exits.\n\nJSON: {received, ' +
        'acknowledged, pending}: messages stored, envelopes that mailboxes were told to delete, envelopes that still wait.',
    )
    .addOption(timeoutOption('longest time to work'))
    .addHelpText('after', '\nExamples:\n  $ sotto sync\n  $ sotto sync --timeout 60 --json')
    .action(
      runner.action<[], SyncOptions>((context, _args, options) =>
        withClient(context, 'sotto sync', async (client) => {
          const { received, acknowledged, pending } = await client.sync({ timeoutMs: options.timeout });
          const rest = pending === 0 ? 'The outbox is empty.' : `${pending} still waiting in the outbox.`;
          return { json: { received, acknowledged, pending }, text: `${received} received. ${rest}` };
        }),
      ),
    );
}
