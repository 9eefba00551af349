/** The reaction content type, `sotto/reaction` (specs/11 §3). */
import {
  create,
  DecodeError,
  decodeMessage,
  encodeMessage,
  encodeUtf8,
  LIMITS,
  type MessageId,
  ReactionBodySchema,
} from '@sotto/wire';
import { type ContentType, readTarget } from './content-type.ts';

export interface ReactionContent {
  readonly target: MessageId;
  /** One grapheme of at most MAX_REACTION_BYTES. */
  readonly emoji: string;
  /** Takes the same reaction back. */
  readonly isRemoved: boolean;
}

const MAX_BYTES = LIMITS.MAX_REACTION_BYTES + 24;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Draws nothing, or only on something else: controls, blanks and fillers, marks without a letter. */
const UNSEEN = /^[\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** One grapheme that can be seen, of at most MAX_REACTION_BYTES. */
export function isReaction(emoji: string): boolean {
  if (emoji.length > LIMITS.MAX_REACTION_BYTES || encodeUtf8(emoji).length > LIMITS.MAX_REACTION_BYTES) return false;
  return [...graphemes.segment(emoji)].length === 1 && !UNSEEN.test(emoji);
}

export const REACTION: ContentType<ReactionContent> = {
  type: 'sotto/reaction',
  version: 1,
  maxBytes: MAX_BYTES,
  encode: ({ target, emoji, isRemoved }) =>
    encodeMessage(ReactionBodySchema, create(ReactionBodySchema, { target, emoji, removed: isRemoved })),
  decode(bytes) {
    const { target, emoji, removed } = decodeMessage(ReactionBodySchema, bytes, MAX_BYTES);
    if (!isReaction(emoji)) throw new DecodeError('malformed', 'a reaction is one emoji');
    return { target: readTarget(target), emoji, isRemoved: removed };
  },
  text: ({ emoji }) => emoji,
  fallback: ({ emoji }) => emoji,
  target: ({ target }) => target,
};
