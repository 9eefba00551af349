/**
 * A conversation line by line, without a screen: for pipes, scripts and screen readers.
 *
 * Every line of standard input is sent; messages of the contact are printed as they come, unless one JSON value is
 * wanted at the end. Ends with the input, or when the process is told to.
 */
import type { ContactView, MessageView, SottoClient } from '@sotto/client';
import type { CommandContext, CommandResult } from './command-context.ts';
import { formatTime } from './day.ts';
import { markRead } from './mark-read.ts';
import { readLines } from './read-input.ts';
import { sanitizeForTerminal, sanitizeLine } from './sanitize.ts';

/** How long the end waits for what was sent last. */
const SETTLE_TIMEOUT_MS = 20_000;

export async function runPlainChat(
  context: CommandContext,
  client: SottoClient,
  contact: ContactView,
): Promise<CommandResult> {
  const { environment, json } = context;
  const name = sanitizeLine(contact.name, { maxColumns: 40 });
  let received = 0;
  const show = (message: MessageView) => {
    if (message.contact !== contact.id || message.direction !== 'in') return;
    received += 1;
    const text = sanitizeForTerminal(message.text).replaceAll('\n', '\n      ');
    if (!json) environment.stdout.write(`${formatTime(message.sentAtMs)} ${name}: ${text}\n`);
  };
  const unsubscribe = client.on('message', show);
  try {
    await client.goOnline();
    const { sent, last } = await Promise.race([sendLines(context, client, contact.id), stopped(context)]);
    // Messages of one conversation go out in order: with the last, the others have settled.
    const settled = last === undefined ? undefined : await client.settled(last.id, { timeoutMs: SETTLE_TIMEOUT_MS });
    await markRead(client, contact.id);
    const state = settled === undefined ? '' : `, the last is ${settled.state}`;
    return {
      json: { contact: contact.id, sent, received, ...(settled === undefined ? {} : { state: settled.state }) },
      text: `${sent} sent${state}, ${received} received.`,
    };
  } finally {
    unsubscribe();
  }
}

interface SentLines {
  readonly sent: number;
  readonly last?: MessageView;
}

async function sendLines(context: CommandContext, client: SottoClient, contact: string): Promise<SentLines> {
  let sent = 0;
  let last: MessageView | undefined;
  for await (const line of readLines(context.environment.stdin)) {
    if (line.trim() === '') continue;
    last = await client.send(contact, line);
    sent += 1;
  }
  return last === undefined ? { sent } : { sent, last };
}

async function stopped({ environment }: CommandContext): Promise<SentLines> {
  await environment.ended();
  return { sent: 0 };
}
