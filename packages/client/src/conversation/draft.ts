/** What somebody has begun to write in a conversation, as the store keeps it (specs/11 §7). Nothing of it is sent. */
import type { ConversationRecord } from '@sotto/ports';
import { encodeUtf8, LIMITS, LimitError } from '@sotto/wire';
import type { DraftText } from '../conversation-views.ts';
import { parseId } from './message-finder.ts';

/** Puts a draft into a record; the next one of that conversation. */
export type DraftChange = (record: ConversationRecord, nowMs: number) => ConversationRecord;

/**
 * `undefined`, or nothing in it: there is no draft any more.
 * @throws {LimitError} `too-large` above MAX_TEXT_BYTES @throws {UsageError} `invalid-argument` for an id that is none
 */
export function draftChange(draft: DraftText | undefined): DraftChange {
  const length = encodeUtf8(draft?.text ?? '').length;
  if (length > LIMITS.MAX_TEXT_BYTES) {
    throw new LimitError('too-large', 'the draft is too long', {
      facts: { maxBytes: LIMITS.MAX_TEXT_BYTES, length },
    });
  }
  const replyTo = draft?.replyTo === undefined ? undefined : parseId(draft.replyTo);
  const isEmpty = draft === undefined || (draft.text === '' && replyTo === undefined);
  return ({ draft: _, ...record }, changedAtMs) =>
    isEmpty ? record : { ...record, draft: { text: draft.text, changedAtMs, ...(replyTo ? { replyTo } : {}) } };
}
