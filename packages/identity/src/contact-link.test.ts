import { hashLabelled } from '@sotto/crypto';
import {
  ContactLinkSchema,
  concatBytes,
  create,
  encodeMessage,
  formatBase32,
  LABELS,
  LIMITS,
  parseBase32,
  parseMailboxAddress,
  SottoError,
} from '@sotto/wire';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AccountFixture,
  append,
  foundAccount,
  MAILBOXES,
  mailboxAddress,
  refusal,
} from '../tests/account-fixture.ts';
import { checkpointOf } from './account-log.ts';
import { type ContactLink, checkLinkAgainstLog, formatContactLink, linkFor, parseContactLink } from './contact-link.ts';
import { compactLog } from './log-compaction.ts';

let account: AccountFixture;
let link: ContactLink;
let text: string;

beforeAll(async () => {
  account = await foundAccount('ada');
  link = linkFor(account.state, 'Ada');
  text = formatContactLink(link);
});

/** A text with a right checksum over any bytes. */
function withChecksum(bytes: Uint8Array): string {
  const checksum = hashLabelled(LABELS.linkChecksum, bytes).subarray(0, 4);
  return `sotto:${formatBase32(concatBytes(bytes, checksum))}`;
}
function encoded(change: Parameters<typeof create<typeof ContactLinkSchema>>[1]): Uint8Array {
  const { accountId, head, mailboxes, name } = link;
  const fields = { version: 1, accountId, headSequence: BigInt(head.sequence), headHash: head.hash, name };
  return encodeMessage(
    ContactLinkSchema,
    create(ContactLinkSchema, { ...fields, mailboxes: [...mailboxes], ...change }),
  );
}
function outcome(linkText: string): string {
  return refusal(() => parseContactLink(linkText));
}

describe('a contact link', () => {
  test('comes back from its text', () => {
    expect(parseContactLink(text)).toEqual(link);
    expect(link.mailboxes).toEqual(MAILBOXES);
    const bare: ContactLink = { ...link, mailboxes: [], name: '' };
    expect(parseContactLink(formatContactLink(bare))).toEqual(bare);
  });

  test('in capitals fits the alphanumeric mode of QR codes and means the same', () => {
    expect(text.toUpperCase()).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(parseContactLink(text.toUpperCase())).toEqual(link);
    expect(parseContactLink(text.toLowerCase())).toEqual(link);
  });

  test('survives the white space that copying adds', () => {
    const wrapped = text.replace(/(.{60})/g, '$1\r\n   ');
    expect(parseContactLink(`\n\t ${wrapped} \u00a0\n`)).toEqual(link);
  });

  test('is short: three mailboxes at most, whatever the account has', () => {
    const many = { ...account.state, mailboxes: Array.from({ length: 8 }, (_, i) => mailboxAddress(i)) };
    expect(linkFor(many, '').mailboxes).toEqual(many.mailboxes.slice(0, 3));
    const rest = mailboxAddress(1).slice(mailboxAddress(1).indexOf('/tcp/'));
    const long = parseMailboxAddress(`/dns4/${'a'.repeat(LIMITS.MAX_MAILBOX_ADDRESS_BYTES - rest.length - 6)}${rest}`);
    const longest = { ...link, mailboxes: [long, long, long], name: 'n'.repeat(LIMITS.MAX_NAME_BYTES) };
    expect(parseContactLink(formatContactLink(longest))).toEqual(longest);
    expect(refusal(() => formatContactLink({ ...link, mailboxes: [long, long, long, long, long] }))).toBe('too-large');
  });

  test('has a name of at most 64 bytes of proper text', () => {
    expect(parseContactLink(formatContactLink({ ...link, name: '\u{1f600}'.repeat(16) })).name).toHaveLength(32);
    expect(refusal(() => formatContactLink({ ...link, name: `${'\u{1f600}'.repeat(16)}a` }))).toBe('invalid-argument');
    expect(refusal(() => formatContactLink({ ...link, name: '\ud800' }))).toBe('invalid-argument');
    expect(outcome(withChecksum(encoded({ name: 'n'.repeat(65) })))).toBe('malformed');
  });

  test('has at most eight mailboxes, all well formed', () => {
    const nine = Array.from({ length: 9 }, (_, i) => mailboxAddress(i));
    expect(refusal(() => formatContactLink({ ...link, mailboxes: nine }))).toBe('invalid-argument');
    expect(outcome(withChecksum(encoded({ mailboxes: nine })))).toBe('malformed');
    expect(outcome(withChecksum(encoded({ mailboxes: ['/ip4/192.0.2.1/tcp/80'] })))).toBe('malformed');
  });

  test('that is damaged anywhere is refused', () => {
    const start = 'sotto:'.length;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    for (let i = start; i < text.length; i++) {
      const other = alphabet[(alphabet.indexOf(text[i] ?? '') + 7) % 32];
      const damaged = text.slice(0, i) + other + text.slice(i + 1);
      expect(['bad-checksum', 'malformed']).toContain(outcome(damaged));
      expect(['bad-checksum', 'malformed']).toContain(outcome(text.slice(0, i)));
    }
  });

  test('with a checksum over wrong content is refused with a code that says what', () => {
    const valid = encoded({});
    expect(withChecksum(valid)).toBe(text);
    expect(outcome(withChecksum(encoded({ version: 2 })))).toBe('wrong-version');
    expect(outcome(withChecksum(encoded({ accountId: new Uint8Array(31) })))).toBe('wrong-length');
    expect(outcome(withChecksum(encoded({ headHash: new Uint8Array(33) })))).toBe('wrong-length');
    expect(outcome(withChecksum(encoded({ headSequence: 2n ** 53n })))).toBe('malformed');
    expect(outcome(withChecksum(concatBytes(valid, Uint8Array.of(0x78, 1))))).toBe('unknown-type');
    expect(outcome(withChecksum(concatBytes(valid, Uint8Array.of(0x08, 1))))).toBe('not-canonical');
    expect(outcome(withChecksum(Uint8Array.of(0xff)))).toBe('malformed');
    expect(outcome(withChecksum(new Uint8Array()))).toBe('bad-checksum');
  });

  test('that is none is refused with a hint', () => {
    for (const none of [
      '',
      'sotto',
      'https://example.org/',
      'sottoo:AAAA',
      `x${text}`,
      `sotto:${text}`,
      'sotto:ÀÀÀÀ',
      'sotto:ßß',
    ]) {
      const error = expectError(none);
      expect(error.code).toBe('malformed');
      expect(error.hint?.length).toBeGreaterThan(10);
    }
    expect(outcome('sotto:')).toBe('bad-checksum');
    expect(outcome(`sotto:${'A'.repeat(LIMITS.MAX_LINK_CHARS)}`)).toBe('too-large');
    expect(outcome(' '.repeat(3 * LIMITS.MAX_LINK_CHARS))).toBe('too-large');
  });

  function expectError(none: string): SottoError {
    try {
      parseContactLink(none);
    } catch (error) {
      if (error instanceof SottoError) return error;
      throw error;
    }
    throw new TypeError('accepted');
  }

  test('has one text: bits left over in the last letter are refused', () => {
    const payload = text.slice('sotto:'.length);
    const bytes = parseBase32(payload);
    const spare = payload.length * 5 - bytes.length * 8;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    // Whichever name length leaves spare bits: the last letter then has more than one neighbour of the same bytes.
    const names = ['', 'A', 'Ad', 'Ada', 'Adal'].map((name) => formatContactLink({ ...link, name }));
    const spares = names.map((each) => ((each.length - 6) * 5) % 8);
    expect(spares).toContain(spare % 8);
    for (const [i, each] of names.entries()) {
      if (spares[i] === 0) continue;
      const last = alphabet.indexOf(each.at(-1) ?? '');
      expect(outcome(each.slice(0, -1) + alphabet[last ^ 1])).toBe('malformed');
    }
  });
});

describe('any text', () => {
  test('G8: leads to a link or to a typed error, and a link has the text that was read', () => {
    const near = fc
      .tuple(fc.nat(200), fc.string({ maxLength: 5 }), fc.nat(4))
      .map(([at, piece, cut]) => text.slice(0, at) + piece + text.slice(at + cut));
    const valid = fc.uint8Array({ maxLength: 200 }).map(withChecksum);
    const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 30 }), near, valid);
    fc.assert(
      fc.property(anything, (candidate) => {
        let parsed: ContactLink;
        try {
          parsed = parseContactLink(candidate);
        } catch (error) {
          expect(error).toBeInstanceOf(SottoError);
          return;
        }
        expect(formatContactLink(parsed).toUpperCase()).toBe(candidate.replace(/\s+/g, '').toUpperCase());
      }),
      { numRuns: 500 },
    );
  });

  test('G8: any link survives its text', () => {
    const names = fc.string({ maxLength: 16 });
    const numbers = fc.uniqueArray(fc.nat(250), { maxLength: 8 });
    fc.assert(
      fc.property(names, numbers, fc.maxSafeNat(), (name, list, sequence) => {
        const head = { sequence, hash: link.head.hash };
        const any: ContactLink = { ...link, head, name, mailboxes: list.map(mailboxAddress) };
        expect(parseContactLink(formatContactLink(any))).toEqual(any);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a link and the log that was found for it', () => {
  const clear = { kind: 'setMailboxes', mailboxes: [] } as const;

  test('C1: a log that ends before the link, tells another story, or is of another account is refused', async () => {
    const { state, device, recovery } = account;
    const grace = await foundAccount('grace');
    const later = append(state, clear, device.signingKey);
    const other = append(state, { ...clear, mailboxes: MAILBOXES.slice(1) }, recovery);
    const newLink = linkFor(later, 'Ada');
    expect(refusal(() => checkLinkAgainstLog(newLink, later))).toBe('accepted');
    expect(refusal(() => checkLinkAgainstLog(link, later))).toBe('accepted');
    expect(refusal(() => checkLinkAgainstLog(newLink, state))).toBe('log-rollback');
    expect(refusal(() => checkLinkAgainstLog(newLink, other))).toBe('log-fork');
    expect(refusal(() => checkLinkAgainstLog(link, grace.state))).toBe('bad-log');
  });

  test('an old link stays good after the log was compacted', () => {
    const { state, device, recovery } = account;
    const later = append(state, clear, device.signingKey);
    const compact = compactLog(append(later, checkpointOf(later), recovery));
    expect(refusal(() => checkLinkAgainstLog(link, compact))).toBe('accepted');
  });
});
