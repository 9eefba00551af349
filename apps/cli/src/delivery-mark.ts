/** The delivery ladder in words: what is known of a message of ours, never more (specs/08). */
import type { MessageView, WaitView } from '@sotto/client';
import { sanitizeLine } from './sanitize.ts';

/** A glyph and a word, `◔ in custody 2/3`; a failure with its reason. */
export function deliveryMark(
  message: Pick<MessageView, 'state' | 'custody' | 'devices' | 'failure' | 'waits'>,
): string {
  const { state, custody, devices } = message;
  switch (state) {
    case 'queued':
      return queuedMark(message);
    case 'custody':
      return `◔ in custody ${custody.held}/${custody.of}`;
    case 'delivered':
      return devices.of > 1 && devices.delivered < devices.of
        ? `✓ delivered to ${devices.delivered}/${devices.of} devices`
        : '✓ delivered';
    case 'read':
      return '✓✓ read';
    case 'expired':
      return '! expired before anybody fetched it';
    case 'failed':
      return `! failed: ${describeFailureCode(message.failure)}`;
  }
}

/** What is known of why it waits is said, unless some mailbox has it already. */
function queuedMark({ custody, waits }: Pick<MessageView, 'custody' | 'waits'>): string {
  if (custody.held > 0) return `◌ queued, ${custody.held}/${custody.of} in custody`;
  const code = waitCode(waits);
  return code === undefined ? '◌ queued' : `◌ queued: ${describeFailureCode(code)}`;
}

/**
 * Why a queued message is not further, in one word: `keys-changed`, `not-stored`, `no-keys`, `no-session`, or the code with which the last
 * attempt ended. Absent when nothing stands in its way but the next attempt.
 */
export function waitCode(waits: WaitView | undefined): string | undefined {
  if (waits === undefined || waits.reason === 'not-tried') return undefined;
  return waits.reason === 'not-in-custody' ? waits.failure : waits.reason;
}

const FAILURES: Readonly<Record<string, string>> = {
  'admission-needed': 'the mailboxes want a proof first',
  blocked: 'the contact is blocked',
  'disk-full': 'the mailboxes are full',
  'key-changed': 'the keys of the contact changed',
  'keys-changed': 'the keys of the contact changed',
  lifetime: 'it was kept as long as allowed',
  'no-device': 'the contact has no device',
  'no-keys': 'no keys of the contact yet',
  'not-stored': 'this device cannot store anything now',
  'no-session': 'no fresh keys of the contact yet',
  quota: 'the mailboxes have no room for it',
  'too-large': 'it is too large',
  unreachable: 'no mailbox could be reached',
};

/** A sentence part for the words of an error code; the code itself when there is no better word. */
export function describeFailureCode(code: string | undefined): string {
  if (code === undefined) return 'unknown reason';
  return FAILURES[code] ?? sanitizeLine(code, { maxColumns: 60 });
}
