/** `sotto conversations`: the list of conversations as the apps show it, with what is set for each. */
import type { ConversationView } from '@sotto/client';
import type { Command } from 'commander';
import stringWidth from 'string-width';
import { withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { durationText } from '../duration.ts';
import { conversationJson } from '../json-shapes.ts';
import { mutedText } from '../mute-time.ts';
import type { Paint } from '../paint.ts';
import { sanitizeLine } from '../sanitize.ts';

const NAME_COLUMNS = 28;

interface ListOptions {
  readonly archived?: boolean;
}

export function addConversationsCommand(program: Command, runner: CommandRunner): void {
  program
    .command('conversations')
    .summary('list conversations, pinned ones first')
    .description(
      'Lists the conversations with your contacts: pinned ones first, then by what happened last. Those in the archive are ' +
        'listed by --archived.\n\nJSON: array of {contact, name, status, unread, markedUnread, missing, pinned, muted, ' +
        'mutedUntil?, archived, disappearing, lastActivity}; disappearing in seconds, 0: never; mutedUntil is absent when it has ' +
        'no end.',
    )
    .option('--archived', 'those in the archive instead')
    .addHelpText('after', '\nExamples:\n  $ sotto conversations\n  $ sotto conversations --archived --json')
    .action(
      runner.action<[], ListOptions>((context, _args, { archived = false }) =>
        withClient(context, 'sotto conversations', async (client) => {
          const all = (await client.conversations()).filter(({ status }) => status === 'contact');
          const listed = all.filter(({ isArchived }) => isArchived === archived);
          const nowMs = context.environment.clock.nowMs();
          const rows = listed.map((conversation) => rowOf(conversation, context.paint, nowMs));
          const none = archived ? 'Nothing is in the archive.' : 'No conversations here.';
          const more = archived ? '' : archiveText(all.length - listed.length);
          const text = [...(rows.length === 0 ? [none] : rows), ...(more === '' ? [] : [context.paint('dim', more)])];
          return { json: listed.map(conversationJson), text: text.join('\n') };
        }),
      ),
    );
}

function archiveText(count: number): string {
  return count === 0 ? '' : `${count} in the archive: sotto conversations --archived`;
}

function rowOf(conversation: ConversationView, paint: Paint, nowMs: number): string {
  const name = sanitizeLine(conversation.name, { maxColumns: NAME_COLUMNS });
  const padding = ' '.repeat(NAME_COLUMNS - stringWidth(name));
  return `${paint('bold', name)}${padding}  ${remarksOf(conversation, paint, nowMs).join(', ')}`.trimEnd();
}

function remarksOf(conversation: ConversationView, paint: Paint, nowMs: number): readonly string[] {
  const { unread, isMarkedUnread, missing, isPinned, isMuted, mutedUntilMs, timerSeconds } = conversation;
  return [
    ...(unread > 0 ? [paint(isMuted ? 'dim' : 'cyan', `${unread} unread`)] : []),
    ...(unread === 0 && isMarkedUnread ? ['marked as unread'] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(isPinned ? ['pinned'] : []),
    ...(isMuted ? [paint('dim', mutedText(mutedUntilMs, nowMs))] : []),
    ...(timerSeconds > 0 ? [`disappearing ${durationText(timerSeconds)}`] : []),
  ];
}
