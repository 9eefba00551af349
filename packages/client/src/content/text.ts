/** The text content type, `sotto/text` (specs/08 §3). */
import { create, decodeMessage, encodeMessage, LIMITS, TextBodySchema } from '@sotto/wire';
import type { ContentType } from './content-type.ts';

export const TEXT: ContentType<string> = {
  type: 'sotto/text',
  version: 1,
  maxBytes: LIMITS.MAX_TEXT_BYTES + 8,
  encode: (text) => encodeMessage(TextBodySchema, create(TextBodySchema, { text })),
  decode: (bytes) => decodeMessage(TextBodySchema, bytes, LIMITS.MAX_TEXT_BYTES + 8).text,
  text: (text) => text,
};
