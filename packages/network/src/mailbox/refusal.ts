/** What a mailbox's refusal means to its client (specs/06 §8). */
import { LimitError, type Refusal, RefusalCode, type SottoError, UnavailableError } from '@sotto/wire';

/** Longest wait that a mailbox's advice is believed for. */
const MAX_RETRY_AFTER_SECONDS = 86_400;

export function refusalError(refusal: Refusal): SottoError {
  const retryAfterSeconds = Math.min(refusal.retryAfterSeconds, MAX_RETRY_AFTER_SECONDS);
  const facts = retryAfterSeconds > 0 ? { retryAfterSeconds } : {};
  switch (refusal.code) {
    case RefusalCode.TOO_LARGE:
      return new LimitError('too-large', 'too large for this mailbox', { facts });
    case RefusalCode.QUOTA:
      return new LimitError('quota', 'the topic is full at this mailbox', { facts });
    case RefusalCode.RATE:
      return new LimitError('rate', 'too many requests for this mailbox', { facts });
    case RefusalCode.ADMISSION_NEEDED:
      return new LimitError('admission-needed', 'this mailbox wants an admission proof', { facts });
    case RefusalCode.DISK_FULL:
      return new LimitError('disk-full', 'the disk of this mailbox is full', { facts });
    case RefusalCode.UNKNOWN_TOPIC_OR_KEY:
      return new UnavailableError('unknown-topic-or-key', 'unknown topic or wrong key', { facts });
    case RefusalCode.NOT_FOUND:
      return new UnavailableError('not-found', 'this mailbox does not have it', { facts });
    case RefusalCode.STALE:
      return new UnavailableError('refused', 'this mailbox has something newer', {
        facts: { ...facts, reason: 'stale' },
      });
    case RefusalCode.MALFORMED:
      return new UnavailableError('refused', 'this mailbox calls the request malformed', {
        facts: { ...facts, reason: 'malformed' },
      });
    default:
      return new UnavailableError('refused', 'this mailbox cannot serve the request now', { facts });
  }
}
