/** Words for a finding of the client, in the person's language: what is so, and what to do where it should not be so. */
import type { Finding, FindingCheck, FindingCode } from '@sotto/client';
import type { English, MessageKey } from '../i18n/language.ts';
import type { Translator } from '../i18n/translator.ts';

const TITLES = {
  mailboxes: 'doctor.mailboxes',
  outbox: 'doctor.outbox',
  clock: 'doctor.clock',
  keys: 'doctor.keys',
  'contact keys': 'doctor.contact-keys',
  'recovery words': 'doctor.recovery-words',
  storage: 'doctor.storage',
  direct: 'doctor.direct',
  relay: 'doctor.relay',
  webrtc: 'doctor.webrtc',
} as const satisfies Readonly<Record<FindingCheck, MessageKey>>;

/** Codes with nothing to do about. */
type WellCode =
  | 'mailboxes-ok'
  | 'mailboxes-untried'
  | 'outbox-empty'
  | 'outbox-waiting'
  | 'clock-agrees'
  | 'clock-unknown'
  | 'keys-ok'
  | 'contact-keys-ok'
  | 'words-confirmed'
  | 'storage-ok'
  | 'direct-listening'
  | 'direct-dial-only'
  | 'direct-off'
  | 'relay-ok'
  | 'relay-untried'
  | 'webrtc-ok';
type FixedCode = Exclude<FindingCode, WellCode>;
type FixKey = `doctor.fix.${FixedCode}` & keyof English;

const FIXES: Readonly<Record<FixedCode, FixKey>> = {
  'no-mailbox': 'doctor.fix.no-mailbox',
  'no-way-in': 'doctor.fix.no-way-in',
  'mailbox-unreachable': 'doctor.fix.mailbox-unreachable',
  'mailboxes-below-quorum': 'doctor.fix.mailboxes-below-quorum',
  'mailboxes-unreachable': 'doctor.fix.mailboxes-unreachable',
  'outbox-below-quorum': 'doctor.fix.outbox-below-quorum',
  'outbox-stuck': 'doctor.fix.outbox-stuck',
  'clock-behind': 'doctor.fix.clock-behind',
  'clock-ahead': 'doctor.fix.clock-ahead',
  'keys-old': 'doctor.fix.keys-old',
  'keys-unpublished': 'doctor.fix.keys-unpublished',
  'keys-expired': 'doctor.fix.keys-expired',
  'contact-keys-missing': 'doctor.fix.contact-keys-missing',
  'words-kept': 'doctor.fix.words-kept',
  'storage-evictable': 'doctor.fix.storage-evictable',
  'storage-low': 'doctor.fix.storage-low',
  'storage-full': 'doctor.fix.storage-full',
  'storage-in-memory': 'doctor.fix.storage-in-memory',
  'direct-only-relayed': 'doctor.fix.direct-only-relayed',
  'no-relay': 'doctor.fix.no-relay',
  'relay-unreachable': 'doctor.fix.relay-unreachable',
  'webrtc-unavailable': 'doctor.fix.webrtc-unavailable',
};

export interface FindingText {
  readonly title: string;
  readonly text: string;
  readonly fix?: string;
}

export function findingText({ check, code, facts }: Finding, { t }: Translator): FindingText {
  const key: `doctor.${FindingCode}` & MessageKey = `doctor.${code}`;
  const count = facts['count'] ?? facts['open'] ?? facts['total'] ?? 0;
  // The values that a text wants are those that its finding has: a test looks at every one of them.
  const say = t as (key: MessageKey, values: Readonly<Record<string, number>>) => string;
  const title = t(TITLES[check]);
  const text = say(key, { ...facts, count });
  return hasFix(code) ? { title, text, fix: t(FIXES[code]) } : { title, text };
}

function hasFix(code: FindingCode): code is FixedCode {
  return Object.hasOwn(FIXES, code);
}
