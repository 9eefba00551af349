/**
 * What `doctor` finds (specs/08 §14): codes and numbers. Words, and what to do about it, are the apps'.
 */

/** Every finding, by what was looked at. A check gives one of its codes. */
export const FINDINGS = {
  mailboxes: [
    'mailboxes-ok',
    'mailboxes-untried',
    'no-mailbox',
    'no-way-in',
    'mailbox-unreachable',
    'mailboxes-below-quorum',
    'mailboxes-unreachable',
  ],
  outbox: ['outbox-empty', 'outbox-waiting', 'outbox-below-quorum', 'outbox-stuck'],
  clock: ['clock-agrees', 'clock-unknown', 'clock-behind', 'clock-ahead'],
  keys: ['keys-ok', 'keys-old', 'keys-unpublished', 'keys-expired'],
  'contact keys': ['contact-keys-ok', 'contact-keys-missing'],
  'recovery words': ['words-confirmed', 'words-kept'],
  storage: ['storage-ok', 'storage-evictable', 'storage-low', 'storage-full', 'storage-in-memory'],
  direct: ['direct-listening', 'direct-dial-only', 'direct-only-relayed', 'direct-off'],
  relay: ['relay-ok', 'relay-untried', 'no-relay', 'relay-unreachable'],
  webrtc: ['webrtc-ok', 'webrtc-unavailable'],
} as const;

export type FindingCheck = keyof typeof FINDINGS;
export type FindingCode = (typeof FINDINGS)[FindingCheck][number];

/** Numbers that the words need, by name; which ones is said where the finding is made. */
export type FindingFacts = Readonly<Record<string, number>>;

export interface Finding {
  readonly check: FindingCheck;
  readonly code: FindingCode;
  readonly level: 'ok' | 'warning' | 'problem';
  readonly facts: FindingFacts;
}
