/** The edit content type, `sotto/edit` (specs/11 §4). */
import { create, decodeMessage, EditBodySchema, encodeMessage, LIMITS, type MessageId } from '@sotto/wire';
import { type ContentType, fallbackOf, readTarget } from './content-type.ts';
import { fittingText, readText, TEXT_FRAME_BYTES } from './text.ts';

export interface EditContent {
  readonly target: MessageId;
  /** At most MAX_TEXT_BYTES in UTF-8. */
  readonly text: string;
}

const MAX_BYTES = LIMITS.MAX_TEXT_BYTES + TEXT_FRAME_BYTES;

export const EDIT: ContentType<EditContent> = {
  type: 'sotto/edit',
  version: 1,
  maxBytes: MAX_BYTES,
  encode: ({ target, text }) =>
    encodeMessage(EditBodySchema, create(EditBodySchema, { target, text: fittingText(text) })),
  decode(bytes) {
    const { target, text } = decodeMessage(EditBodySchema, bytes, MAX_BYTES);
    return { target: readTarget(target), text: readText(text) };
  },
  text: ({ text }) => text,
  fallback: ({ text }) => fallbackOf(text),
  target: ({ target }) => target,
};
