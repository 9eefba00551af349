import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { MAX_MARKS_PER_LETTER, sanitizeForTerminal, sanitizeLine, truncateColumns } from './sanitize.ts';

// Text as an attacker would build it: any code point, with the dangerous ones frequent.
const hostile = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code)) },
      { weight: 3, arbitrary: fc.integer({ min: 0x2000, max: 0x206f }).map((code) => String.fromCharCode(code)) },
      { weight: 1, arbitrary: fc.integer({ min: 0xe0000, max: 0xe01ef }).map((code) => String.fromCodePoint(code)) },
      { weight: 1, arbitrary: fc.integer({ min: 0x300, max: 0x36f }).map((code) => String.fromCharCode(code)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('\ufe0f', '\u061c', '\ufeff', '\u00ad', '\u3164', '\ud800', '👩', 'क', 'ب'),
      },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '\u001b]52;c;AAAA\u0007',
          '\u001b]8;;http://x\u001b\\',
          '\u009b31m',
          '\u001b[2J',
          '\r\n',
        ),
      },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the point of the test
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;

describe('sanitizeForTerminal', () => {
  it('G2: lets no control, bidirectional or invisible character through', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = sanitizeForTerminal(text);
        expect(safe).not.toMatch(FORBIDDEN);
        expect(safe.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('G2: changes nothing when applied twice', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const once = sanitizeForTerminal(text);
        expect(sanitizeForTerminal(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves ordinary text of many scripts as it is', () => {
    for (const text of [
      'Hello, Ada!\nSecond line: 1 < 2 & 3 > 2',
      'Grüße, naïve façade, Ελληνικά, Привет',
      'שלום עולם',
      'سلام می\u200cخواهم',
      'क्\u200dष',
      '你好，世界',
      '👩\u200d💻 👍🏽 ❤️ 🏳️\u200d🌈',
    ]) {
      expect(sanitizeForTerminal(text)).toBe(text);
    }
  });

  it('G2: shows that control characters were there and keeps the harmless rest', () => {
    expect(sanitizeForTerminal('a\u001b[31mred\u0007')).toBe('a\ufffd[31mred\ufffd');
    expect(sanitizeForTerminal('\u009b2J')).toBe('\ufffd2J');
    expect(sanitizeForTerminal('one\r\ntwo\rthree\u2028four')).toBe('one\ntwo\nthree\nfour');
    expect(sanitizeForTerminal('a\tb')).toBe('a    b');
  });

  it('G2: removes direction overrides and isolates, so that a name cannot be written backwards', () => {
    expect(sanitizeForTerminal('invoice\u202efdp.exe')).toBe('invoicefdp.exe');
    expect(sanitizeForTerminal('\u2066a\u2067b\u2068c\u2069')).toBe('abc');
  });

  it('G2: drops joiners that join nothing', () => {
    expect(sanitizeForTerminal('pay\u200dpal\u200c')).toBe('paypal');
    expect(sanitizeForTerminal('👩\u200d\u200d💻')).toBe('👩💻');
  });

  it('G2: bounds combining marks per letter', () => {
    expect(sanitizeForTerminal(`a${'\u0301'.repeat(100)}b`)).toBe(`a${'\u0301'.repeat(MAX_MARKS_PER_LETTER)}b`);
  });
});

describe('sanitizeLine', () => {
  it('G2: gives one line of bounded width for any text', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 40 }), (text, maxColumns) => {
        const line = sanitizeLine(text, { maxColumns, empty: '' });
        expect(line).not.toContain('\n');
        expect(stringWidth(line)).toBeLessThanOrEqual(maxColumns);
      }),
    );
  });

  it('G2: says so when a name has nothing to show', () => {
    expect(sanitizeLine('\u200b\u3164 \n')).toBe('(no name)');
    expect(sanitizeLine('', { empty: 'nobody' })).toBe('nobody');
  });

  it('cuts between graphemes', () => {
    expect(truncateColumns('👩‍💻👩‍💻👩‍💻', 5)).toBe('👩‍💻👩‍💻…');
    expect(truncateColumns('short', 5)).toBe('short');
    expect(truncateColumns('longer', 5)).toBe('long…');
  });
});
