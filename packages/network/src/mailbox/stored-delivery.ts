/** Envelopes as a mailbox hands them out, checked for shape only (specs/06 §4). */
import type { StoredDelivery } from '@sotto/ports';
import { DecodeError, LIMITS, type MailboxAddress, type StoredEnvelope, type Topic } from '@sotto/wire';

/** @throws {DecodeError} `malformed` when the cursor or the size cannot be */
export function storedDelivery(
  source: { readonly mailbox: MailboxAddress; readonly topic: Topic },
  stored: StoredEnvelope,
): StoredDelivery {
  const cursor = Number(stored.cursor);
  if (cursor < 1 || !Number.isSafeInteger(cursor)) throw new DecodeError('malformed', 'cursor out of range');
  const { length } = stored.envelope;
  if (length === 0 || length > LIMITS.MAX_ENVELOPE_BYTES) throw new DecodeError('malformed', 'envelope size');
  return { mailbox: source.mailbox, topic: source.topic, cursor, envelope: stored.envelope };
}
