/** What a client can say about its own health, in words that a person can act on. */
import { LIMITS } from '@sotto/wire';
import type { Finding, StatusReport } from './sotto-client.ts';

const SKEW_WARNING_MS = 5 * 60_000;

export function diagnose(
  status: StatusReport,
  facts: { readonly unsentContacts: number; readonly bundleAgeMs: number; readonly keepsRecoveryWords: boolean },
): Finding[] {
  return [mailboxes(status), outbox(status), clock(status), keys(facts), recoveryWords(facts), direct(status)];
}

function mailboxes({ mailboxes: all }: StatusReport): Finding {
  const check = 'mailboxes';
  const reachable = all.filter((mailbox) => mailbox.reachable).length;
  if (all.length === 0) {
    return {
      check,
      level: 'warning',
      message: 'This account has no mailbox: others can write to you only while this app is running and reachable.',
    };
  }
  if (reachable === 0) {
    return { check, level: 'problem', message: 'None of your mailboxes can be reached. Check the network connection.' };
  }
  if (reachable < Math.min(LIMITS.CUSTODY_QUORUM, all.length)) {
    return {
      check,
      level: 'warning',
      message: `Only ${reachable} of ${all.length} mailboxes can be reached; mail may wait.`,
    };
  }
  return { check, level: 'ok', message: `${reachable} of ${all.length} mailboxes can be reached.` };
}

function outbox({ outbox: { pending } }: StatusReport): Finding {
  if (pending === 0) return { check: 'outbox', level: 'ok', message: 'Nothing waits to be sent.' };
  const message = `${pending} envelopes wait to be sent. They go out as soon as a mailbox of the receiver can be reached.`;
  return { check: 'outbox', level: 'warning', message };
}

function clock({ clockSkewMs }: StatusReport): Finding {
  const minutes = Math.round(Math.abs(clockSkewMs) / 60_000);
  if (Math.abs(clockSkewMs) < SKEW_WARNING_MS)
    return { check: 'clock', level: 'ok', message: 'The clock agrees with the mailboxes.' };
  const direction = clockSkewMs > 0 ? 'behind' : 'ahead of';
  return {
    check: 'clock',
    level: 'warning',
    message: `The clock of this device is ${minutes} minutes ${direction} those of the mailboxes. Messages arrive all the same; the times shown are off.`,
  };
}

function keys({
  unsentContacts,
  bundleAgeMs,
}: {
  readonly unsentContacts: number;
  readonly bundleAgeMs: number;
}): Finding {
  if (unsentContacts > 0) {
    return {
      check: 'keys',
      level: 'warning',
      message: `The keys of ${unsentContacts} contacts could not be fetched yet; messages to them wait.`,
    };
  }
  if (bundleAgeMs > LIMITS.MAX_BUNDLE_AGE_SECONDS * 1000) {
    return {
      check: 'keys',
      level: 'problem',
      message: 'Your published keys have expired. Run "sotto sync" while a mailbox can be reached.',
    };
  }
  return { check: 'keys', level: 'ok', message: 'Keys are published and fresh.' };
}

function recoveryWords({ keepsRecoveryWords }: { readonly keepsRecoveryWords: boolean }): Finding {
  const check = 'recovery words';
  if (!keepsRecoveryWords) return { check, level: 'ok', message: 'This device does not keep the recovery words.' };
  return {
    check,
    level: 'warning',
    message:
      'The recovery words are still on this device. Write them on paper: sotto recovery-words; then delete them here: ' +
      'sotto recovery-words --forget.',
  };
}

function direct({ listening, directPeers }: StatusReport): Finding {
  if (listening.length === 0)
    return { check: 'direct', level: 'ok', message: 'This run does not listen for direct connections.' };
  return { check: 'direct', level: 'ok', message: `Listening for direct connections; ${directPeers} open now.` };
}
