/** The text content type, `sotto/text` (specs/11 §2). */
import { asMessageId, create, decodeMessage, encodeMessage, LIMITS, type MessageId, TextBodySchema } from '@sotto/wire';
import type { ContentType } from './content-type.ts';

export interface TextContent {
  /** At most MAX_TEXT_BYTES in UTF-8. */
  readonly text: string;
  /** The message that it answers. */
  readonly replyTo?: MessageId;
}

/** Of the fields around a text of MAX_TEXT_BYTES, and of the id of a message. */
export const TEXT_FRAME_BYTES = 8 + 18;
const MAX_BYTES = LIMITS.MAX_TEXT_BYTES + TEXT_FRAME_BYTES;

export const TEXT: ContentType<TextContent> = {
  type: 'sotto/text',
  version: 1,
  maxBytes: MAX_BYTES,
  encode: ({ text, replyTo }) =>
    encodeMessage(TextBodySchema, create(TextBodySchema, { text, ...(replyTo ? { replyTo } : {}) })),
  decode(bytes) {
    const { text, replyTo } = decodeMessage(TextBodySchema, bytes, MAX_BYTES);
    return { text, ...(replyTo.length === 0 ? {} : { replyTo: asMessageId(replyTo) }) };
  },
  text: ({ text }) => text,
  fallback: () => '',
};
