/** A message in words for a terminal: what it answers, what it says, how it was changed. Pure. */
import type { MessageView } from '@sotto/client';
import { sanitizeForTerminal, sanitizeLine } from './sanitize.ts';

const QUOTE_COLUMNS = 60;
const REACTION_COLUMNS = 8;

/** What it says, without control sequences; a deleted one says so. */
export function bodyText({ isDeleted, text, direction }: MessageView): string {
  if (!isDeleted) return sanitizeForTerminal(text);
  return direction === 'out' ? '(you deleted this message)' : '(this message was deleted)';
}

/** One line with what it answers; `undefined`: it answers nothing. */
export function quoteText({ reply }: MessageView): string | undefined {
  if (reply === undefined) return undefined;
  if (reply.state === 'missing') return '↱ a message that is not here';
  if (reply.state === 'deleted') return '↱ a deleted message';
  return `↱ ${sanitizeLine(reply.text ?? '', { maxColumns: QUOTE_COLUMNS })}`;
}

/** Reactions, edits and timers, as `👍 ❤️ edited, disappears`; empty: there are none. */
export function marksText(message: MessageView): string {
  const reactions = message.reactions.map(({ emoji, isOurs, isTheirs }) => {
    const shown = sanitizeLine(emoji, { maxColumns: REACTION_COLUMNS });
    return isOurs && isTheirs ? `${shown}×2` : shown;
  });
  const marks = [
    ...(message.edited ? ['edited'] : []),
    ...(message.expiresAfterSeconds === undefined || message.isDeleted ? [] : ['disappears']),
  ];
  return [...reactions, ...(marks.length > 0 ? [marks.join(', ')] : [])].join(' ');
}
