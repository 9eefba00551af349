/** `sotto search`: messages of all conversations that have these words. */
import type { ContactView, SearchHitView } from '@sotto/client';
import type { Command } from 'commander';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { formatDay, formatTime } from '../day.ts';
import { messageJson } from '../json-shapes.ts';
import type { Paint } from '../paint.ts';
import { wholeNumber } from '../quantity.ts';
import { sanitizeLine } from '../sanitize.ts';

interface SearchOptions {
  readonly contact?: string;
  readonly limit: number;
  readonly before?: number;
}

const LINE_COLUMNS = 100;

export function addSearchCommand(program: Command, runner: CommandRunner): void {
  program
    .command('search')
    .argument('<words...>', 'all of them; the last one may be a beginning')
    .summary('search all conversations')
    .description(
      'Finds messages that have all these words, newest first, whatever their case and accents. The index lies sealed in the ' +
        'home.\n\nJSON: {hits: array of {contact, ranges: array of [start, end], ...message as in `history`}, next?}; ranges ' +
        'are UTF-16 offsets into text; next, given to --before, continues.',
    )
    .option('--contact <contact>', 'only the conversation with this contact')
    .option('--limit <count>', 'at most so many', wholeNumber(1, 200), 50)
    .option('--before <next>', 'continue an earlier search', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .addHelpText('after', '\nExamples:\n  $ sotto search nine station\n  $ sotto search --contact Grace caf')
    .action(
      runner.action<[readonly string[]], SearchOptions>((context, [words], options) =>
        withClient(context, 'sotto search', async (client) => {
          const { hits, next } = await client.search(words.join(' '), options);
          const contacts = await client.contacts();
          const { paint, environment } = context;
          const nowMs = environment.clock.nowMs();
          const lines = hits.map((hit) => hitLine(hit, { contacts, paint, nowMs }));
          if (next !== undefined) lines.push(`There is more: --before ${next}`);
          return {
            json: { hits: hits.map(hitJson), ...(next === undefined ? {} : { next }) },
            text: lines.length === 0 ? 'Nothing found.' : lines.join('\n'),
          };
        }),
      ),
    );
}

function hitJson({ message, ranges }: SearchHitView) {
  return { contact: message.contact, ...messageJson(message), ranges: ranges.map(({ start, end }) => [start, end]) };
}

interface HitLineInput {
  readonly contacts: readonly ContactView[];
  readonly paint: Paint;
  readonly nowMs: number;
}

function hitLine({ message }: SearchHitView, { contacts, paint, nowMs }: HitLineInput): string {
  const contact = contacts.find(({ id }) => id === message.contact);
  const name = sanitizeLine(contact?.name ?? '', { maxColumns: 24 });
  const who = message.direction === 'out' ? `you to ${name}` : name;
  const when = `${formatDay(message.sentAtMs, nowMs)} ${formatTime(message.sentAtMs)}`;
  const text = sanitizeLine(message.text, { maxColumns: LINE_COLUMNS });
  return `${paint('dim', when)} ${paint('bold', who)}: ${text}\n      ${paint('dim', message.id)}`;
}
