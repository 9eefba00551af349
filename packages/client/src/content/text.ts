/** The text content type, `sotto/text` (specs/11 §2). */
import {
  asMessageId,
  create,
  DecodeError,
  decodeMessage,
  encodeMessage,
  encodeUtf8,
  LIMITS,
  LimitError,
  type MessageId,
  TextBodySchema,
} from '@sotto/wire';
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
    encodeMessage(TextBodySchema, create(TextBodySchema, { text: fittingText(text), ...(replyTo ? { replyTo } : {}) })),
  decode(bytes) {
    const { text, replyTo } = decodeMessage(TextBodySchema, bytes, MAX_BYTES);
    return { text: readText(text), ...(replyTo.length === 0 ? {} : { replyTo: asMessageId(replyTo) }) };
  },
  text: ({ text }) => text,
  fallback: () => '',
};

/** @throws {LimitError} `too-large` above MAX_TEXT_BYTES */
export function fittingText(text: string): string {
  const length = encodeUtf8(text).length;
  if (length <= LIMITS.MAX_TEXT_BYTES) return text;
  throw new LimitError('too-large', 'the message is too long', {
    facts: { maxBytes: LIMITS.MAX_TEXT_BYTES, length },
    hint: `At most ${LIMITS.MAX_TEXT_BYTES.toLocaleString('en')} bytes; send it in parts.`,
  });
}

/** @throws {DecodeError} `wrong-length` above MAX_TEXT_BYTES */
export function readText(text: string): string {
  if (encodeUtf8(text).length <= LIMITS.MAX_TEXT_BYTES) return text;
  throw new DecodeError('wrong-length', 'a text above its bound');
}
