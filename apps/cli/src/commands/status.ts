/** `sotto status`: connections, mailboxes, outbox, clock, last error. */

import type { NoticeView, SottoClient, StatusReport } from '@sotto/client';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { connectFully } from '../connect.ts';
import { statusJson } from '../json-shapes.ts';
import { noticeText } from '../notice-text.ts';
import type { Paint } from '../paint.ts';
import { type ConnectionOptions, timeoutOption } from '../quantity.ts';
import { sanitizeLine } from '../sanitize.ts';

/** A difference of clocks that a person should know about. */
const NOTABLE_SKEW_MS = 60_000;
const LINE = { maxColumns: 300 };
const RECENT_MS = 7 * 86_400_000;
const MAX_NOTICES = 20;

export function addStatusCommand(program: Command, runner: CommandRunner): void {
  program
    .command('status')
    .summary('show connections, mailboxes and the outbox')
    .description(
      'Connects and shows which mailboxes can be reached, what waits in the outbox, the difference of clocks, and the last ' +
        'error.\n\nJSON: {peerId, mailboxes: [{address, reachable}], outbox, inCustody, clockSkewMs, directPeers, listening, ' +
        'lastError?: {code, message, atMs}, notices: [{contact, id, notice, device?, at}]}; outbox is the number of envelopes ' +
        'that are not in custody yet, notices are those of the last week.',
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
          const recent = await recentNotices(client, context.environment.clock.nowMs());
          const notices = recent.map(({ notice }) => notice);
          const text = [statusText(status, context.paint), ...recent.map((told) => noticeLine(told, context.paint))];
          return { json: statusJson(status, notices), text: text.join('\n') };
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

interface ToldNotice {
  readonly notice: NoticeView;
  /** Of the contact; absent: our own account. */
  readonly name?: string;
}

/** What happened lately, to anybody, newest first. */
async function recentNotices(client: SottoClient, nowMs: number): Promise<readonly ToldNotice[]> {
  const own = (await client.notices()).map((notice): ToldNotice => ({ notice }));
  const others = await Promise.all(
    (await client.contacts()).map(async ({ id, name }) =>
      (await client.notices(id)).map((notice): ToldNotice => ({ notice, name })),
    ),
  );
  return [...own, ...others.flat()]
    .filter(({ notice }) => nowMs - notice.atMs < RECENT_MS)
    .sort((a, b) => b.notice.atMs - a.notice.atMs)
    .slice(0, MAX_NOTICES);
}

function noticeLine({ notice, name }: ToldNotice, paint: Paint): string {
  const who = name === undefined ? '' : `${sanitizeLine(name, { maxColumns: 40 })}: `;
  return `notice    ${new Date(notice.atMs).toISOString()}  ${paint('yellow', `${who}${noticeText(notice)}`)}`;
}

function clockText(skewMs: number): string {
  if (Math.abs(skewMs) < NOTABLE_SKEW_MS) return 'agrees with the mailboxes';
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return `${minutes} min ${skewMs > 0 ? 'behind' : 'ahead of'} the mailboxes: check the clock of this machine`;
}
