/**
 * `sotto pin`, `mute`, `archive`, `mark-unread` and their opposites: what a person sets for a conversation and nobody else
 * learns (specs/11 §7).
 */
import type { ConversationView, SottoClient } from '@sotto/client';
import { UsageError } from '@sotto/wire';
import type { Command } from 'commander';
import { type CommandResult, withClient } from '../command-context.ts';
import type { CommandRunner } from '../command-runner.ts';
import { parseMuteTime } from '../duration.ts';
import { conversationJson } from '../json-shapes.ts';
import { markRead } from '../mark-read.ts';
import { mutedText, mutedUntil } from '../mute-time.ts';
import { sanitizeLine } from '../sanitize.ts';

const JSON_SHAPE = '\n\nJSON: the conversation as in `conversations`.';

interface Change {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** What is said afterwards of the conversation by its name. */
  readonly done: string;
  readonly change: (client: SottoClient, conversation: ConversationView) => Promise<unknown>;
  /** It takes something back, and can be done whoever it is. */
  readonly isBack?: boolean;
}

const CHANGES: readonly Change[] = [
  {
    name: 'pin',
    summary: 'keep a conversation at the top of the list',
    description: 'Keeps a conversation above those that are not pinned, on this device.',
    done: 'is pinned.',
    change: (client, { contact }) => client.pin(contact, true),
  },
  {
    name: 'unpin',
    summary: 'do not keep a conversation at the top any more',
    description: 'Puts a pinned conversation back among the others.',
    done: 'is not pinned any more.',
    change: (client, { contact }) => client.pin(contact, false),
    isBack: true,
  },
  {
    name: 'archive',
    summary: 'put a conversation into the archive',
    description:
      'Takes a conversation out of the list. The next message brings it back, unless it is muted. Nothing is deleted.',
    done: 'is in the archive.',
    change: (client, { contact }) => client.archive(contact, true),
  },
  {
    name: 'unarchive',
    summary: 'take a conversation out of the archive',
    description: 'Puts a conversation back into the list.',
    done: 'is back in the list.',
    change: (client, { contact }) => client.archive(contact, false),
    isBack: true,
  },
  {
    name: 'mark-unread',
    summary: 'mark a conversation to come back to it',
    description: 'Marks a conversation as unread until you look at it. Nobody is told.',
    done: 'is marked as unread.',
    change: async (client, { contact, last, unread }) => {
      if (last === undefined) throw new UsageError('invalid-argument', 'there is no message in this conversation');
      if (unread === 0) await client.markUnread(contact);
    },
  },
  {
    name: 'mark-read',
    summary: 'mark a conversation as read',
    description:
      'Marks everything in a conversation as read, as `history` does: read receipts go out with the next connection, and ' +
      'messages that disappear begin to.',
    done: 'is marked as read.',
    change: (client, { contact }) => markRead(client, contact),
  },
];

export function addConversationChangeCommands(program: Command, runner: CommandRunner): void {
  for (const change of CHANGES) addChange(program, runner, change);
  addMute(program, runner);
  addChange(program, runner, {
    name: 'unmute',
    summary: 'announce messages of a conversation again',
    description: 'Ends a mute before its time.',
    done: 'is not muted any more.',
    change: (client, { contact }) => client.mute(contact, 0),
    isBack: true,
  });
}

function addChange(program: Command, runner: CommandRunner, { name, summary, description, ...rest }: Change): void {
  program
    .command(name)
    .argument('<contact>', 'name or account id')
    .summary(summary)
    .description(`${description}${JSON_SHAPE}`)
    .addHelpText('after', `\nExamples:\n  $ sotto ${name} Grace`)
    .action(
      runner.action<[string]>((context, [contact]) =>
        withClient(context, `sotto ${name}`, async (client) => {
          const conversation = await client.conversation(contact);
          if (rest.isBack !== true) requireContact(conversation);
          await rest.change(client, conversation);
          return await changed(client, conversation, rest.done);
        }),
      ),
    );
}

interface MuteOptions {
  /** Seconds; absent: until it is unmuted. */
  readonly for?: number;
}

function addMute(program: Command, runner: CommandRunner): void {
  program
    .command('mute')
    .argument('<contact>', 'name or account id')
    .summary('announce nothing of a conversation')
    .description(
      'Announces nothing of a conversation until `unmute`, or for a time. Messages arrive and are counted, and nobody is ' +
        `told; in the archive it stays there when a message comes.${JSON_SHAPE}`,
    )
    .option('--for <time>', 'only so long, such as 30m, 8h, 1d, 4w', parseMuteTime)
    .addHelpText('after', '\nExamples:\n  $ sotto mute Grace\n  $ sotto mute Grace --for 8h')
    .action(
      runner.action<[string], MuteOptions>((context, [contact], { for: seconds }) =>
        withClient(context, 'sotto mute', async (client) => {
          const conversation = await client.conversation(contact);
          requireContact(conversation);
          const nowMs = context.environment.clock.nowMs();
          const untilMs = mutedUntil(seconds, nowMs);
          await client.mute(conversation.contact, untilMs);
          return await changed(client, conversation, `is ${mutedText(untilMs, nowMs)}.`);
        }),
      ),
    );
}

async function changed(client: SottoClient, { contact, name }: ConversationView, done: string): Promise<CommandResult> {
  const json = conversationJson(await client.conversation(contact));
  return { json, text: `${sanitizeLine(name, { maxColumns: 40 })} ${done}` };
}

/** Requests stand apart whatever is set, and looking at them leaves no trace; of blocked accounts nothing comes. */
function requireContact({ status }: ConversationView): void {
  if (status === 'contact') return;
  throw new UsageError('invalid-argument', 'this can be done to conversations with contacts only', {
    hint:
      status === 'request'
        ? 'Accept the request first: `sotto accept`.'
        : 'Unblock the account first: `sotto unblock`.',
  });
}
