/** `sotto status`: connections, mailboxes, outbox, clock, last error. */

import type { NoticeView, SottoClient } from '@sotto/client';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { connectFully } from '../connect.ts';
import { statusJson } from '../json-shapes.ts';
import { labelledText } from '../labelled-line.ts';
import { noticeText } from '../notice-text.ts';
import type { Paint } from '../paint.ts';
import { type ConnectionOptions, timeoutOption } from '../quantity.ts';
import { sanitizeLine } from '../sanitize.ts';
import { statusLines } from '../status-lines.ts';

const RECENT_MS = 7 * 86_400_000;
const MAX_NOTICES = 20;

export function addStatusCommand(program: Command, runner: CommandRunner): void {
  program
    .command('status')
    .summary('show connections, mailboxes and the outbox')
    .description(
      'Connects and shows in a sentence whether everything works, then mailboxes with what they hold of yours, what waits and ' +
        'why, direct connections and how they run, transports, the difference of clocks, traffic, and the last error.\n\n' +
        'JSON: {version: 3, peerId, mailboxes: [{address, reachable, sinceMs?, roundTripMs?, held, lastReceiptAtMs?, ' +
        'lastSuccessAtMs?, lastFailure?: {code, atMs}}], custodians: [{address, held, lastReceiptAtMs?, lastSuccessAtMs?, ' +
        'lastFailure?}], outbox, inCustody, waiting: [{reason, failure?, count, oldestAtMs?}], clockSkewMs, clockSource: ' +
        '{kind: "receipts" | "unknown", samples, mailboxes}, mailboxesOnly, directPeers, peers: [{peerId, contact?, path: "tcp" | "websocket" | ' +
        '"webrtc" | "relayed", sinceMs, roundTripMs?}], relays: [{address, isReserved, sinceMs?}], transports: [{kind, ' +
        'isAvailable, lastWorkedAtMs?}], listening, traffic: {sinceMs, hours: [{startMs, paths}]}, storage?: {medium, ' +
        'isEvictable, availableBytes?}, lastError?: {code, message, atMs}, notices: [{contact, id, notice, device?, at}]}; outbox ' +
        'is the number of envelopes that are not in custody yet, notices are those of the last week. What is not known is absent. ' +
        'A later version adds fields and keeps these.',
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
          const nowMs = context.environment.clock.nowMs();
          const recent = await recentNotices(client, nowMs);
          const notices = recent.map(({ notice }) => notice);
          const names = new Map((await client.contacts()).map(({ id, name }) => [id, name]));
          const lines = statusLines(status, { nowMs, nameOf: (contact) => names.get(contact) });
          const text = [labelledText(lines, context.paint), ...recent.map((told) => noticeLine(told, context.paint))];
          return { json: statusJson(status, notices), text: text.join('\n') };
        }),
      ),
    );
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
