/** What an operator decides: how much a mailbox keeps and how fast it may be asked (specs/06 §9). */
import { LIMITS, UsageError } from '@sotto/wire';

export interface MailboxPolicy {
  /** Largest payload of an envelope, bytes. Default and most: MAX_PAYLOAD_BYTES; at least 512. */
  readonly maxPayloadBytes: number;
  /** Longest time an envelope is kept, seconds; longer wishes are cut to it. Default and most: MAX_TTL_SECONDS. */
  readonly maxTtlSeconds: number;
  /** Envelopes of one topic. Default MAX_ENVELOPES_PER_TOPIC. */
  readonly maxEnvelopesPerTopic: number;
  /** Bytes of envelopes of one topic. Default MAX_BYTES_PER_TOPIC. */
  readonly maxBytesPerTopic: number;
  /** Bytes of the whole database; beyond, it counts as a full disk. Default MAX_ARCHIVE_BYTES. */
  readonly maxTotalBytes: number;
  /** Default MAX_TOPICS_PER_MAILBOX. */
  readonly maxTopics: number;
  /** Deposits into one topic from one network address: at once, and per second after that. Default PUT_BURST, PUT_PER_SECOND. */
  readonly putBurst: number;
  readonly putPerSecond: number;
  /** Work for one network address, in signature checks: at once, and per second after that. Default REQUEST_BURST, REQUEST_PER_SECOND. */
  readonly requestBurst: number;
  readonly requestPerSecond: number;
  /** Default MAX_ACCOUNTS_PER_MAILBOX. */
  readonly maxAccounts: number;
  /** Bytes of logs and bundles. Default MAX_DIRECTORY_BYTES. */
  readonly maxDirectoryBytes: number;
  /** Default MAX_ONE_TIME_PREKEYS_PER_DEVICE. */
  readonly maxPrekeysPerDevice: number;
  /** One-time prekeys of one device for one network address: at once. Default PREKEY_FETCH_BURST. */
  readonly prekeyBurst: number;
  /** Seconds until it gets one more. Default PREKEY_FETCH_INTERVAL_SECONDS. */
  readonly prekeyIntervalSeconds: number;
  /** A topic whose owner stays away, or an account that is not published, for so long is deleted. Default MAILBOX_IDLE_SECONDS. */
  readonly idleSeconds: number;
  /** Space held back for a full disk, bytes. Default BALLAST_BYTES. */
  readonly ballastBytes: number;
}

export const DEFAULT_POLICY: MailboxPolicy = {
  maxPayloadBytes: LIMITS.MAX_PAYLOAD_BYTES,
  maxTtlSeconds: LIMITS.MAX_TTL_SECONDS,
  maxEnvelopesPerTopic: LIMITS.MAX_ENVELOPES_PER_TOPIC,
  maxBytesPerTopic: LIMITS.MAX_BYTES_PER_TOPIC,
  maxTotalBytes: LIMITS.MAX_ARCHIVE_BYTES,
  maxTopics: LIMITS.MAX_TOPICS_PER_MAILBOX,
  putBurst: LIMITS.PUT_BURST,
  putPerSecond: LIMITS.PUT_PER_SECOND,
  requestBurst: LIMITS.REQUEST_BURST,
  requestPerSecond: LIMITS.REQUEST_PER_SECOND,
  maxAccounts: LIMITS.MAX_ACCOUNTS_PER_MAILBOX,
  maxDirectoryBytes: LIMITS.MAX_DIRECTORY_BYTES,
  maxPrekeysPerDevice: LIMITS.MAX_ONE_TIME_PREKEYS_PER_DEVICE,
  prekeyBurst: LIMITS.PREKEY_FETCH_BURST,
  prekeyIntervalSeconds: LIMITS.PREKEY_FETCH_INTERVAL_SECONDS,
  idleSeconds: LIMITS.MAILBOX_IDLE_SECONDS,
  ballastBytes: LIMITS.BALLAST_BYTES,
};

const MILLION = 1_000_000;
const TERABYTE = 2 ** 40;

/** Least and most of each; what is promised to clients (specs/06 §9) cannot be set above the protocol's own limits. */
const RANGES: Readonly<Record<keyof MailboxPolicy, readonly [least: number, most: number]>> = {
  maxPayloadBytes: [512, LIMITS.MAX_PAYLOAD_BYTES],
  maxTtlSeconds: [60, LIMITS.MAX_TTL_SECONDS],
  maxEnvelopesPerTopic: [1, MILLION],
  maxBytesPerTopic: [LIMITS.MAX_ENVELOPE_BYTES, TERABYTE],
  maxTotalBytes: [16 * 2 ** 20, 16 * TERABYTE],
  maxTopics: [1, 100 * MILLION],
  putBurst: [1, MILLION],
  putPerSecond: [1, MILLION],
  requestBurst: [LIMITS.MAX_TOPICS_PER_SUBSCRIPTION, 100 * MILLION],
  requestPerSecond: [1, 100 * MILLION],
  maxAccounts: [0, 100 * MILLION],
  maxDirectoryBytes: [0, TERABYTE],
  maxPrekeysPerDevice: [LIMITS.MAX_ONE_TIME_PREKEYS_PER_UPLOAD, 10_000],
  prekeyBurst: [1, 1_000],
  prekeyIntervalSeconds: [1, 86_400],
  idleSeconds: [LIMITS.MAX_TTL_SECONDS, 10 * 365 * 86_400],
  ballastBytes: [65_536, 2 ** 30],
};

/**
 * The defaults with what the operator has set.
 * @throws {UsageError} `invalid-argument` for an unknown name, or a value that is no integer in its range
 */
export function mailboxPolicy(settings: Partial<MailboxPolicy> = {}): MailboxPolicy {
  for (const [name, value] of Object.entries(settings)) {
    const range = Object.hasOwn(RANGES, name) ? RANGES[name as keyof MailboxPolicy] : undefined;
    if (range === undefined) {
      throw new UsageError('invalid-argument', `there is no limit called ${name}`, {
        hint: `Limits are ${Object.keys(RANGES).join(', ')}.`,
      });
    }
    const [least, most] = range;
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new UsageError('invalid-argument', `${name} is out of range`, {
        facts: { least, most, value },
        hint: `Choose a whole number from ${least} to ${most}.`,
      });
    }
  }
  return { ...DEFAULT_POLICY, ...settings };
}
