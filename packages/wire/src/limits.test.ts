import { describe, expect, test } from 'vitest';
import { LIMITS, PAYLOAD_BUCKETS } from './limits.ts';

/** More than protobuf spends on the fields around a payload, a body or an entry. */
const FIELD_OVERHEAD_BYTES = 64;

describe('limits fit into each other', () => {
  test('an envelope holds its largest payload and admission proof', () => {
    const largest = LIMITS.MAX_PAYLOAD_BYTES + LIMITS.MAX_ADMISSION_BYTES + FIELD_OVERHEAD_BYTES;
    expect(largest).toBeLessThanOrEqual(LIMITS.MAX_ENVELOPE_BYTES);
  });

  test('a frame holds a put, a page and a receipt for the largest acknowledgement', () => {
    expect(LIMITS.MAX_ENVELOPE_BYTES + 2 * FIELD_OVERHEAD_BYTES).toBeLessThanOrEqual(LIMITS.MAX_FRAME_BYTES);
    const page = LIMITS.MAX_PAGE_BYTES + LIMITS.MAX_PAGE_ENVELOPES * FIELD_OVERHEAD_BYTES;
    expect(page).toBeLessThanOrEqual(LIMITS.MAX_FRAME_BYTES);
    expect(LIMITS.MAX_ENVELOPE_BYTES).toBeLessThanOrEqual(LIMITS.MAX_PAGE_BYTES);
    expect(LIMITS.MAX_ACKNOWLEDGE_IDS * FIELD_OVERHEAD_BYTES).toBeLessThan(LIMITS.MAX_FRAME_BYTES);
    // A proof is a topic of 32 bytes and a signature of 64.
    expect(LIMITS.MAX_TOPICS_PER_SUBSCRIPTION * 112).toBeLessThan(LIMITS.MAX_FRAME_BYTES);
  });

  test('a directory frame holds the largest account', () => {
    const account = LIMITS.MAX_LOG_BYTES + LIMITS.MAX_DEVICES * LIMITS.MAX_BUNDLE_BYTES;
    expect(account + FIELD_OVERHEAD_BYTES).toBeLessThan(LIMITS.MAX_DIRECTORY_FRAME_BYTES);
  });

  test('content fits a payload with room for address and padding, a text fits content', () => {
    expect(LIMITS.MAX_CONTENT_BYTES).toBeLessThan(LIMITS.MAX_PAYLOAD_BYTES);
    expect(LIMITS.MAX_TEXT_BYTES + LIMITS.MAX_FALLBACK_BYTES + FIELD_OVERHEAD_BYTES).toBeLessThan(
      LIMITS.MAX_CONTENT_BYTES,
    );
    expect(LIMITS.MAX_RECEIPT_IDS * 18).toBeLessThan(LIMITS.MAX_CONTENT_BYTES);
  });

  test('mailboxes and times agree', () => {
    expect(LIMITS.CUSTODY_QUORUM).toBeLessThanOrEqual(LIMITS.MAILBOXES_PER_ACCOUNT);
    expect(LIMITS.MAILBOXES_PER_ACCOUNT).toBeLessThanOrEqual(LIMITS.MAX_MAILBOXES);
    expect(LIMITS.DEFAULT_TTL_SECONDS).toBeLessThanOrEqual(LIMITS.MAX_TTL_SECONDS);
    // A bundle that is still accepted names prekeys that are still kept only if its owner renews it in time.
    expect(LIMITS.SIGNED_PREKEY_ROTATION_SECONDS).toBeLessThan(LIMITS.MAX_BUNDLE_AGE_SECONDS);
    expect(LIMITS.MAILBOX_IDLE_SECONDS).toBeGreaterThanOrEqual(LIMITS.MAX_TTL_SECONDS);
    expect(LIMITS.ONE_TIME_PREKEY_REFILL_BELOW).toBeLessThan(LIMITS.ONE_TIME_PREKEY_TARGET);
    expect(LIMITS.ONE_TIME_PREKEY_TARGET).toBeLessThanOrEqual(LIMITS.MAX_ONE_TIME_PREKEYS_PER_DEVICE);
    expect(LIMITS.RECEIPT_JITTER_MIN_MS).toBeLessThan(LIMITS.RECEIPT_JITTER_MAX_MS);
    expect(LIMITS.RETRY_MIN_MS).toBeLessThan(LIMITS.RETRY_MAX_MS);
  });

  test('buckets ascend and lie below the largest payload', () => {
    expect([...PAYLOAD_BUCKETS].sort((a, b) => a - b)).toEqual([...PAYLOAD_BUCKETS]);
    expect(PAYLOAD_BUCKETS.at(-1)).toBeLessThan(LIMITS.MAX_PAYLOAD_BYTES);
  });
});
