/** `sotto status`: connections, mailboxes, outbox, clock, last error. */

import type { StatusReport } from '@sotto/client';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { connectFully } from '../connect.ts';
import { statusJson } from '../json-shapes.ts';
import type { Paint } from '../paint.ts';
import { type ConnectionOptions, timeoutOption } from '../quantity.ts';
import { sanitizeLine } from '../sanitize.ts';

/** A difference of clocks that a person should know about. */
const NOTABLE_SKEW_MS = 60_000;
const LINE = { maxColumns: 300 };

export function addStatusCommand(program: Command, runner: CommandRunner): void {
  program
    .command('status')
    .summary('show connections, mailboxes and the outbox')
    .description(
      'Connects and shows which mailboxes can be reached, what waits in the outbox, the difference of clocks, and the last ' +
        'error.\n\nJSON: {peerId, mailboxes: [{address, reachable}], outbox, inCustody, clockSkewMs, directPeers, listening, ' +
        'lastError?: {code, message, atMs}}; outbox is the number of envelopes that are not in custody yet.',
    )
    .option('--offline', 'do not connect; show what is known')
    .addOption(timeoutOption('longest time to wait for mailboxes', 5))
    .addHelpText('after', '\nExamples:\n  $ sotto status\n  $ sotto status --json')
    .action(
      runner.action<[], ConnectionOptions>((context, _args, options) =>
        withClient(context, 'sotto status', async (client) => {
          if (options.offline !== true) {
            await connectFully(client, { timeoutMs: options.timeout, clock: context.environment.clock });
          }
          const status = await client.status();
          return { json: statusJson(status), text: statusText(status, context.paint) };
        }),
      ),
    );
}

function statusText(status: StatusReport, paint: Paint): string {
  const { mailboxes, outbox, clockSkewMs, lastError } = status;
  const lines = [`peer      ${sanitizeLine(status.peerId, LINE)}`];
  for (const { address, reachable } of mailboxes) {
    const state = reachable ? paint('green', 'reachable  ') : paint('red', 'unreachable');
    lines.push(`mailbox   ${state}  ${sanitizeLine(address, LINE)}`);
  }
  if (mailboxes.length === 0) lines.push('mailbox   none: people can write to you only while you are connected');
  lines.push(`outbox    ${outbox.pending} waiting, ${outbox.custody} in custody`);
  lines.push(`direct    ${status.directPeers} connected`);
  for (const address of status.listening) lines.push(`listening ${sanitizeLine(address, LINE)}`);
  lines.push(`clock     ${clockText(clockSkewMs)}`);
  if (lastError !== undefined) {
    const when = new Date(lastError.atMs).toISOString();
    lines.push(`error     ${when}  ${sanitizeLine(`${lastError.message} (${lastError.code})`, LINE)}`);
  }
  return lines.join('\n');
}

function clockText(skewMs: number): string {
  if (Math.abs(skewMs) < NOTABLE_SKEW_MS) return 'agrees with the mailboxes';
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return `${minutes} min ${skewMs > 0 ? 'behind' : 'ahead of'} the mailboxes: check the clock of this machine`;
}
