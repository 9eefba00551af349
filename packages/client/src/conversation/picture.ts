/**
 * What a message looks like after its effects: text, earlier texts, reactions (specs/11 §1, §3, §4). Pure.
 *
 * Effects are ordered by clock, then by message id. Of each kind only so many count; the others are surplus and may be
 * forgotten without the picture changing, whatever comes later.
 */
import type { MessageRecord } from '@sotto/ports';
import { compareBytes, LIMITS } from '@sotto/wire';
import { readBody } from '../content/content-type.ts';
import { EDIT } from '../content/edit.ts';
import { REACTION } from '../content/reaction.ts';

export interface Reaction {
  readonly emoji: string;
  /** Whose it is: `out` is ours. */
  readonly direction: MessageRecord['direction'];
}

export interface Picture {
  /** Oldest first. */
  readonly reactions: readonly Reaction[];
  /** Texts that replaced the first one, oldest first; the last one is shown. */
  readonly edits: readonly { readonly text: string; readonly atMs: number }[];
  /** Effects that do not count any more. */
  readonly surplus: readonly MessageRecord[];
}

interface ReadReaction {
  readonly record: MessageRecord;
  readonly emoji: string;
  readonly isRemoved: boolean;
}

/** `effects`: those of one message that count, in any order. */
export function pictureOf(effects: readonly MessageRecord[]): Picture {
  const ordered = effects.filter(({ visibility }) => visibility === 'effect').sort(byPlace);
  const edits = ordered.flatMap((record) => {
    const body = readBody(EDIT, record);
    return body === undefined ? [] : [{ record, text: body.text, atMs: record.sentAtMs }];
  });
  const reactions = ordered.flatMap((record) => {
    const body = readBody(REACTION, record);
    return body === undefined ? [] : [{ record, emoji: body.emoji, isRemoved: body.isRemoved }];
  });
  const lastEdits = edits.slice(-LIMITS.MAX_EDITS_PER_MESSAGE);
  const lastReactions = [...newestOf(reactions, 'in'), ...newestOf(reactions, 'out')].sort((a, b) =>
    byPlace(a.record, b.record),
  );
  const counting = new Set([...lastEdits, ...lastReactions].map(({ record }) => record));
  return {
    reactions: lastReactions
      .filter(({ isRemoved }) => !isRemoved)
      .map(({ emoji, record: { direction } }) => ({ emoji, direction })),
    edits: lastEdits.map(({ text, atMs }) => ({ text, atMs })),
    surplus: ordered.filter((record) => !counting.has(record)),
  };
}

/**
 * Of one person the last word on each emoji, the newest MAX_REACTIONS_PER_PERSON of them. A word that took a reaction
 * back has its place like any other: were it forgotten, an older one would come back.
 */
function newestOf(reactions: readonly ReadReaction[], direction: MessageRecord['direction']): ReadReaction[] {
  const last = new Map<string, ReadReaction>();
  for (const reaction of reactions) {
    if (reaction.record.direction !== direction) continue;
    last.delete(reaction.emoji);
    last.set(reaction.emoji, reaction);
  }
  return [...last.values()].slice(-LIMITS.MAX_REACTIONS_PER_PERSON);
}

export function byPlace(
  a: Pick<MessageRecord, 'clock' | 'messageId'>,
  b: Pick<MessageRecord, 'clock' | 'messageId'>,
): number {
  return a.clock - b.clock || compareBytes(a.messageId, b.messageId);
}
