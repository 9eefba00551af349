/** The deletion content type, `sotto/delete` (specs/11 §5). */
import { create, DeleteBodySchema, decodeMessage, encodeMessage, type MessageId } from '@sotto/wire';
import { type ContentType, readTarget } from './content-type.ts';

export interface DeletionContent {
  readonly target: MessageId;
}

const FALLBACK = 'A message was deleted.';
const MAX_BYTES = 24;

export const DELETION: ContentType<DeletionContent> = {
  type: 'sotto/delete',
  version: 1,
  maxBytes: MAX_BYTES,
  encode: ({ target }) => encodeMessage(DeleteBodySchema, create(DeleteBodySchema, { target })),
  decode: (bytes) => ({ target: readTarget(decodeMessage(DeleteBodySchema, bytes, MAX_BYTES).target) }),
  text: () => FALLBACK,
  fallback: () => FALLBACK,
  target: ({ target }) => target,
};
