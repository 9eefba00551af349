/** `sotto history`: the messages of a conversation. */

import type { ContactView, MessageView, NoticeView } from '@sotto/client';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { formatDay, formatTime } from '../day.ts';
import { deliveryMark } from '../delivery-mark.ts';
import { entryJson, messageJson } from '../json-shapes.ts';
import { markRead } from '../mark-read.ts';
import { bodyText, marksText, quoteText } from '../message-text.ts';
import { noticeText } from '../notice-text.ts';
import type { Paint } from '../paint.ts';
import { wholeNumber } from '../quantity.ts';
import { sanitizeLine } from '../sanitize.ts';
import { type TimelineEntry, timeline } from '../timeline.ts';

interface HistoryOptions {
  readonly limit: number;
  readonly before?: string;
  readonly peek?: boolean;
  readonly notices?: boolean;
}

export function addHistoryCommand(program: Command, runner: CommandRunner): void {
  program
    .command('history')
    .argument('<contact>', 'name or account id')
    .summary('show the messages of a conversation')
    .description(
      'Shows a conversation, oldest first, and marks it as read unless it is a request.\n\nJSON: array of {id, direction: "in" | "out", text, state: ' +
        '"queued" | "custody" | "delivered" | "read" | "expired" | "failed", sentAt}; sentAt is milliseconds since 1970 by ' +
        "the sender's clock. Where there is something to say also: reason, replyTo (an id), edited (earlier texts), deleted: " +
        'true, reactions (array of {emoji, by: array of "in" | "out"}), expiresAt. With --notices, notices stand among them: {id, notice, device?, at}.',
    )
    .option('--limit <count>', 'the newest so many', wholeNumber(1, 1_000), 200)
    .option('--before <id>', 'only messages before this one')
    .option('--peek', 'do not mark as read')
    .option('--notices', 'JSON: also what happened beside the messages')
    .addHelpText('after', '\nExamples:\n  $ sotto history Grace\n  $ sotto history Grace --limit 20 --peek --json')
    .action(
      runner.action<[string], HistoryOptions>((context, [name], options) =>
        withClient(context, 'sotto history', async (client) => {
          const contact = await client.contact(name);
          const { limit, before } = options;
          const messages = await client.history(contact.id, { limit, ...(before === undefined ? {} : { before }) });
          const notices = await client.notices(contact.id);
          if (options.peek !== true) await markRead(client, contact.id);
          const isFirst = messages.length < limit;
          const entries = timeline({ messages, notices, isFirst, isNewest: before === undefined });
          const { paint, environment } = context;
          const text = historyText({ entries, contact, paint, nowMs: environment.clock.nowMs() });
          return { json: options.notices === true ? entries.map(entryJson) : messages.map(messageJson), text };
        }),
      ),
    );
}

interface HistoryTextInput {
  readonly entries: readonly TimelineEntry[];
  readonly contact: ContactView;
  readonly paint: Paint;
  readonly nowMs: number;
}

function historyText({ entries, contact, paint, nowMs }: HistoryTextInput): string {
  const name = sanitizeLine(contact.name, { maxColumns: 24 });
  const lines: string[] = [];
  let day = '';
  for (const entry of entries) {
    const nextDay = formatDay(entry.kind === 'notice' ? entry.notice.atMs : entry.message.sentAtMs, nowMs);
    if (nextDay !== day) lines.push(paint('dim', `── ${nextDay} ──`));
    day = nextDay;
    if (entry.kind === 'notice') lines.push(paint('yellow', noticeLine(entry.notice)));
    else lines.push(...messageLines(entry.message, name, paint));
  }
  if (contact.missing > 0) lines.push(`(${contact.missing} missing, asked for again)`);
  return lines.length === 0 ? 'No messages yet.' : lines.join('\n');
}

function noticeLine(notice: NoticeView): string {
  return `${formatTime(notice.atMs)} ! ${noticeText(notice)}`;
}

function messageLines(message: MessageView, name: string, paint: Paint): string[] {
  const out = message.direction === 'out';
  const who = out ? paint('cyan', 'you') : paint('bold', name);
  const mark = out ? `  ${paint('dim', deliveryMark(message))}` : '';
  const quote = quoteText(message);
  const said = bodyText(message).replaceAll('\n', '\n      ');
  const text = quote === undefined ? said : `${paint('dim', quote)}\n      ${said}`;
  const marks = marksText(message);
  const isLost = message.state === 'failed' || message.state === 'expired';
  return [
    `${formatTime(message.sentAtMs)} ${who}: ${text}${marks === '' ? '' : `  ${marks}`}${mark}`,
    ...(isLost ? [`      try again: sotto retry ${message.id}`] : []),
  ];
}
