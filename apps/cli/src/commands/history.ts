/** `sotto history`: the messages of a conversation. */

import type { ContactView, MessageView } from '@sotto/client';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { formatDay, formatTime } from '../day.ts';
import { deliveryMark } from '../delivery-mark.ts';
import { messageJson } from '../json-shapes.ts';
import { markRead } from '../mark-read.ts';
import type { Paint } from '../paint.ts';
import { wholeNumber } from '../quantity.ts';
import { sanitizeForTerminal, sanitizeLine } from '../sanitize.ts';

interface HistoryOptions {
  readonly limit: number;
  readonly before?: string;
  readonly peek?: boolean;
}

export function addHistoryCommand(program: Command, runner: CommandRunner): void {
  program
    .command('history')
    .argument('<contact>', 'name or account id')
    .summary('show the messages of a conversation')
    .description(
      'Shows a conversation, oldest first, and marks it as read unless it is a request.\n\nJSON: array of {id, direction: "in" | "out", text, state: ' +
        '"queued" | "custody" | "delivered" | "read" | "expired" | "failed", sentAt}; sentAt is milliseconds since 1970 by ' +
        "the sender's clock.",
    )
    .option('--limit <count>', 'the newest so many', wholeNumber(1, 1_000), 200)
    .option('--before <id>', 'only messages before this one')
    .option('--peek', 'do not mark as read')
    .addHelpText('after', '\nExamples:\n  $ sotto history Grace\n  $ sotto history Grace --limit 20 --peek --json')
    .action(
      runner.action<[string], HistoryOptions>((context, [name], options) =>
        withClient(context, 'sotto history', async (client) => {
          const contact = await client.contact(name);
          const { limit, before } = options;
          const messages = await client.history(contact.id, { limit, ...(before === undefined ? {} : { before }) });
          if (options.peek !== true) await markRead(client, contact.id);
          const { paint, environment } = context;
          const text = historyText({ messages, contact, paint, nowMs: environment.clock.nowMs() });
          return { json: messages.map(messageJson), text };
        }),
      ),
    );
}

interface HistoryTextInput {
  readonly messages: readonly MessageView[];
  readonly contact: ContactView;
  readonly paint: Paint;
  readonly nowMs: number;
}

function historyText({ messages, contact, paint, nowMs }: HistoryTextInput): string {
  const name = sanitizeLine(contact.name, { maxColumns: 24 });
  const lines: string[] = [];
  let day = '';
  for (const message of messages) {
    const nextDay = formatDay(message.sentAtMs, nowMs);
    if (nextDay !== day) lines.push(paint('dim', `── ${nextDay} ──`));
    day = nextDay;
    const out = message.direction === 'out';
    const who = out ? paint('cyan', 'you') : paint('bold', name);
    const mark = out ? `  ${paint('dim', deliveryMark(message))}` : '';
    const text = sanitizeForTerminal(message.text).replaceAll('\n', '\n      ');
    lines.push(`${formatTime(message.sentAtMs)} ${who}: ${text}${mark}`);
    if (message.state === 'failed' || message.state === 'expired')
      lines.push(`      try again: sotto retry ${message.id}`);
  }
  if (contact.missing > 0) lines.push(`(${contact.missing} missing, asked for again)`);
  return lines.length === 0 ? 'No messages yet.' : lines.join('\n');
}
