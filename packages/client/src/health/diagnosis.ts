/** What a client can say about its own health (specs/08 §14). Pure: codes and numbers from what was seen. */
import { LIMITS } from '@sotto/wire';
import type { Finding, FindingCheck, FindingCode, FindingFacts } from './finding.ts';
import { hasWaitedFor } from './outbox-standing.ts';
import type { StatusReport } from './status-report.ts';

const MINUTE_MS = 60_000;
const MEGABYTE = 1_000_000;
const SKEW_WARNING_MS = 5 * MINUTE_MS;
/** Trying again goes on for weeks; a person looks when it has not helped for so long. */
const STUCK_AFTER_MINUTES = 10;
/** A device that is on now and then rotates a little late. */
const OLD_AFTER_MS = 2 * LIMITS.SIGNED_PREKEY_ROTATION_SECONDS * 1000;
/** Below the first the person makes room, below the second nothing may be kept any more. */
const LOW_BYTES = 100 * MEGABYTE;
const FULL_BYTES = 10 * MEGABYTE;

export interface DoctorFacts {
  readonly nowMs: number;
  /** Contacts whose keys could not be fetched. */
  readonly contactsWithoutKeys: number;
  readonly bundleAgeMs: number;
  /** Mailboxes of ours that took our keys in this run, and those that did not. */
  readonly published: { readonly taken: number; readonly refused: number };
  readonly keepsRecoveryWords: boolean;
  readonly belowQuorum: number;
}

/** One finding for each check that there is something to say of here. */
export function diagnose(status: StatusReport, facts: DoctorFacts): Finding[] {
  return [
    mailboxes(status),
    outbox(status, facts),
    ...direct(status),
    clock(status),
    keys(facts),
    contactKeys(facts),
    ...storage(status),
    facts.keepsRecoveryWords ? warning('recovery words', 'words-kept') : ok('recovery words', 'words-confirmed'),
  ];
}

/** Facts: `reachable`, `total`, `quorum`. */
function mailboxes({ mailboxes: all, mailboxesOnly }: StatusReport): Finding {
  const total = all.length;
  const reachable = all.filter((mailbox) => mailbox.reachable).length;
  const quorum = Math.min(LIMITS.CUSTODY_QUORUM, total);
  const facts = { reachable, total, quorum };
  if (total === 0) return mailboxesOnly ? problem('mailboxes', 'no-way-in') : warning('mailboxes', 'no-mailbox');
  if (all.every(isUntried)) return ok('mailboxes', 'mailboxes-untried', facts);
  if (reachable === 0) return problem('mailboxes', 'mailboxes-unreachable', facts);
  if (reachable < quorum) return warning('mailboxes', 'mailboxes-below-quorum', facts);
  return reachable < total
    ? warning('mailboxes', 'mailbox-unreachable', facts)
    : ok('mailboxes', 'mailboxes-ok', facts);
}

/** Just started, or not connected at all: nothing is known yet. */
function isUntried({ reachable, sinceMs, lastFailure }: StatusReport['mailboxes'][number]): boolean {
  return !reachable && sinceMs === undefined && lastFailure === undefined;
}

/** Facts: `count`, and `belowQuorum` for those that too few mailboxes hold. */
function outbox({ waiting }: StatusReport, { nowMs, belowQuorum }: DoctorFacts): Finding {
  const count = waiting.reduce((sum, group) => sum + group.count, 0);
  if (count === 0) return ok('outbox', 'outbox-empty');
  if (!hasWaitedFor(STUCK_AFTER_MINUTES, waiting, nowMs)) return ok('outbox', 'outbox-waiting', { count });
  return belowQuorum === count
    ? warning('outbox', 'outbox-below-quorum', { count, belowQuorum })
    : warning('outbox', 'outbox-stuck', { count, belowQuorum });
}

/** Facts: `open`, the connections of now; `reserved` and `total` for relays. */
function direct(status: StatusReport): Finding[] {
  const { peers, listening, transports, mailboxesOnly } = status;
  // What somebody has chosen is no fault, and relays and WebRTC are for what they do not want.
  if (mailboxesOnly) return [ok('direct', 'direct-off')];
  const open = peers.length;
  const isRelayed = open > 0 && peers.every(({ path }) => path === 'relayed');
  const own = isRelayed
    ? warning('direct', 'direct-only-relayed', { open })
    : ok('direct', listening.length > 0 ? 'direct-listening' : 'direct-dial-only', { open });
  // Whoever has TCP is reached where it listens, and needs neither relay nor WebRTC.
  const needsRelays = transports.some(({ kind, isAvailable }) => kind === 'tcp' && !isAvailable);
  return needsRelays ? [own, relays(status), webrtc(status)] : [own];
}

function relays({ relays: all }: StatusReport): Finding {
  const reserved = all.filter(({ isReserved }) => isReserved).length;
  const facts = { reserved, total: all.length };
  if (all.length === 0) return warning('relay', 'no-relay');
  if (all.every(({ sinceMs }) => sinceMs === undefined)) return ok('relay', 'relay-untried', facts);
  return reserved === 0 ? warning('relay', 'relay-unreachable', facts) : ok('relay', 'relay-ok', facts);
}

function webrtc({ transports }: StatusReport): Finding {
  const isAvailable = transports.some((transport) => transport.kind === 'webrtc' && transport.isAvailable);
  return isAvailable ? ok('webrtc', 'webrtc-ok') : warning('webrtc', 'webrtc-unavailable');
}

/** Facts: `minutes` and `mailboxes` that say so. */
function clock({ clockSkewMs, clockSource }: StatusReport): Finding {
  const facts = { minutes: Math.round(Math.abs(clockSkewMs) / MINUTE_MS), mailboxes: clockSource.mailboxes };
  if (clockSource.kind === 'unknown') return ok('clock', 'clock-unknown');
  if (Math.abs(clockSkewMs) < SKEW_WARNING_MS) return ok('clock', 'clock-agrees', facts);
  return warning('clock', clockSkewMs > 0 ? 'clock-behind' : 'clock-ahead', facts);
}

/** Facts: `days` since they were made. */
function keys({ bundleAgeMs, published }: DoctorFacts): Finding {
  const facts = { days: Math.max(0, Math.floor(bundleAgeMs / 86_400_000)) };
  if (bundleAgeMs > LIMITS.MAX_BUNDLE_AGE_SECONDS * 1000) return problem('keys', 'keys-expired', facts);
  if (published.taken === 0 && published.refused > 0) return warning('keys', 'keys-unpublished', facts);
  return bundleAgeMs > OLD_AFTER_MS ? warning('keys', 'keys-old', facts) : ok('keys', 'keys-ok', facts);
}

/** Facts: `count`. */
function contactKeys({ contactsWithoutKeys: count }: DoctorFacts): Finding {
  return count === 0
    ? ok('contact keys', 'contact-keys-ok')
    : warning('contact keys', 'contact-keys-missing', { count });
}

/** Facts: `megabytes` that are left, where that is known. */
function storage({ storage: condition }: StatusReport): Finding[] {
  if (condition === undefined) return [];
  const { medium, isEvictable, availableBytes } = condition;
  const facts: FindingFacts = availableBytes === undefined ? {} : { megabytes: Math.floor(availableBytes / MEGABYTE) };
  const left = availableBytes ?? Number.POSITIVE_INFINITY;
  if (medium === 'memory') return [problem('storage', 'storage-in-memory')];
  if (left < FULL_BYTES) return [problem('storage', 'storage-full', facts)];
  if (left < LOW_BYTES) return [warning('storage', 'storage-low', facts)];
  return [isEvictable ? warning('storage', 'storage-evictable', facts) : ok('storage', 'storage-ok', facts)];
}

function ok(check: FindingCheck, code: FindingCode, facts: FindingFacts = {}): Finding {
  return { check, code, level: 'ok', facts };
}

function warning(check: FindingCheck, code: FindingCode, facts: FindingFacts = {}): Finding {
  return { check, code, level: 'warning', facts };
}

function problem(check: FindingCheck, code: FindingCode, facts: FindingFacts = {}): Finding {
  return { check, code, level: 'problem', facts };
}
