/**
 * The contact link: what one person gives another so that they can write (specs/01 §11; attacks C2, G8).
 *
 * `sotto:` and upper-case base32 of `ContactLink || checksum`. Base32 is a fifth longer as text than base64url but a
 * sixth smaller as a QR code, because upper-case letters and digits fit the QR alphanumeric mode (5.5 bits for 5, not
 * 8 for 6), and it survives programs that change case. `formatContactLink(link).toUpperCase()` is the text of the QR.
 * The checksum finds copying mistakes; what makes the link trustworthy is that it came from the person.
 */
import { hashLabelled } from '@sotto/crypto';
import {
  type AccountId,
  asAccountId,
  ContactLinkSchema,
  concatBytes,
  create,
  DecodeError,
  decodeMessage,
  encodeMessage,
  encodeUtf8,
  equalBytes,
  formatBase32,
  LABELS,
  LIMITS,
  LimitError,
  type MailboxAddress,
  parseBase32,
  parseMailboxAddress,
  UsageError,
} from '@sotto/wire';
import { checkHead } from './log-comparison.ts';
import { badLog } from './log-content.ts';
import type { AccountState, LogHead } from './log-state.ts';
import { refuseUnknownFields } from './strict-message.ts';
import { fromUint64, toUint64 } from './uint64.ts';

const SCHEME = 'sotto:';
const LINK_VERSION = 1;
const CHECKSUM_BYTES = 4;
const HASH_BYTES = 32;

export interface ContactLink {
  readonly accountId: AccountId;
  /** The newest entry of the account log when the link was made. */
  readonly head: LogHead;
  /** Where the log and the bundles are found; at most MAX_MAILBOXES. */
  readonly mailboxes: readonly MailboxAddress[];
  /** What the person calls themselves, at most MAX_NAME_BYTES; may be empty. Shown sanitised, never trusted. */
  readonly name: string;
}

/** The link of an account: its head now, and its first MAILBOXES_PER_ACCOUNT mailboxes. */
export function linkFor(state: AccountState, name: string): ContactLink {
  const mailboxes = state.mailboxes.slice(0, LIMITS.MAILBOXES_PER_ACCOUNT);
  return { accountId: state.accountId, head: state.head, mailboxes, name };
}

/**
 * @throws {UsageError} `invalid-argument` for a name above MAX_NAME_BYTES or too many mailboxes
 * @throws {LimitError} `too-large` above MAX_LINK_CHARS
 */
export function formatContactLink({ accountId, head, mailboxes, name }: ContactLink): string {
  if (!isAcceptableName(name)) {
    throw new UsageError('invalid-argument', 'name too long', {
      facts: { maxBytes: LIMITS.MAX_NAME_BYTES },
      hint: 'Choose a shorter name.',
    });
  }
  if (mailboxes.length > LIMITS.MAX_MAILBOXES) throw new UsageError('invalid-argument', 'too many mailboxes');
  const message = create(ContactLinkSchema, {
    version: LINK_VERSION,
    accountId,
    headSequence: toUint64(head.sequence),
    headHash: head.hash,
    mailboxes: [...mailboxes],
    name,
  });
  const bytes = encodeMessage(ContactLinkSchema, message);
  const text = SCHEME + formatBase32(concatBytes(bytes, checksum(bytes)));
  if (text.length > LIMITS.MAX_LINK_CHARS) {
    throw new LimitError('too-large', 'contact link too long', { facts: { maxChars: LIMITS.MAX_LINK_CHARS } });
  }
  return text;
}

/**
 * Reads a link that a person pasted or scanned. White space anywhere (from copying) and upper or lower case are
 * accepted; everything else must be exactly what `formatContactLink` writes.
 *
 * @throws {DecodeError} `malformed`, `bad-checksum`, `not-canonical`, `wrong-version`, `wrong-length`, `unknown-type`
 * @throws {LimitError} `too-large` for a text that cannot be a link
 */
export function parseContactLink(text: string): ContactLink {
  const bytes = decodeText(text);
  const message = refuseUnknownFields(decodeMessage(ContactLinkSchema, bytes, LIMITS.MAX_LINK_CHARS));
  if (message.version !== LINK_VERSION) {
    throw new DecodeError('wrong-version', 'contact link of another version', {
      hint: 'It was made by another version of Sotto. Update this one, or ask for a new link.',
    });
  }
  if (message.headHash.length !== HASH_BYTES) throw new DecodeError('wrong-length', 'log head');
  if (message.mailboxes.length > LIMITS.MAX_MAILBOXES) throw new DecodeError('malformed', 'too many mailboxes');
  if (!isAcceptableName(message.name)) throw new DecodeError('malformed', 'name too long');
  return {
    accountId: asAccountId(message.accountId),
    head: { sequence: fromUint64(message.headSequence), hash: message.headHash },
    mailboxes: message.mailboxes.map(parseMailboxAddress),
    name: message.name,
  };
}

/**
 * Checks that a verified log is the one that the link speaks of, or a later one.
 * @throws {VerifyError} `bad-log` for another account, `log-rollback` when the log ends before the entry that the link
 *   names, `log-fork` when another entry is in its place
 */
export function checkLinkAgainstLog(link: ContactLink, state: AccountState): void {
  if (!equalBytes(link.accountId, state.accountId)) throw badLog('log of another account');
  checkHead(state, link.head);
}

function decodeText(text: string): Uint8Array {
  // Twice the limit leaves room for white space; more is not searched for a link.
  if (text.length > 2 * LIMITS.MAX_LINK_CHARS) throw tooLong();
  const compact = text.replace(/\s+/g, '');
  if (compact.length > LIMITS.MAX_LINK_CHARS) throw tooLong();
  if (compact.slice(0, SCHEME.length).toLowerCase() !== SCHEME) {
    throw new DecodeError('malformed', 'not a contact link', { hint: 'A contact link starts with "sotto:".' });
  }
  const payload = decodePayload(compact.slice(SCHEME.length));
  const bytes = payload.subarray(0, -CHECKSUM_BYTES);
  if (payload.length <= CHECKSUM_BYTES || !equalBytes(checksum(bytes), payload.subarray(-CHECKSUM_BYTES))) {
    throw new DecodeError('bad-checksum', 'contact link is damaged or incomplete', { hint: COPY_AGAIN });
  }
  return bytes;
}

const COPY_AGAIN = 'Copy the whole link again, from "sotto:" to its last letter.';

function decodePayload(text: string): Uint8Array {
  // Only ASCII may change case: some other letters become ASCII in upper case.
  const upper = /^[0-9A-Za-z]*$/.test(text) ? text.toUpperCase() : '-';
  try {
    return parseBase32(upper);
  } catch (cause) {
    throw new DecodeError('malformed', 'contact link is damaged or incomplete', { cause, hint: COPY_AGAIN });
  }
}

function checksum(bytes: Uint8Array): Uint8Array {
  return hashLabelled(LABELS.linkChecksum, bytes).subarray(0, CHECKSUM_BYTES);
}

function isAcceptableName(name: string): boolean {
  return name.isWellFormed() && encodeUtf8(name).length <= LIMITS.MAX_NAME_BYTES;
}

function tooLong(): LimitError {
  return new LimitError('too-large', 'too long for a contact link', { facts: { maxChars: LIMITS.MAX_LINK_CHARS } });
}
