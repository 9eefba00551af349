import { LIMITS } from '@sotto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanName, foldName, numberedName } from './contact-name.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('a name', () => {
  it.each([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['  Ada \n\t Lovelace ', 'Ada Lovelace'],
    ['\u001b[31mAda\u0007', '[31mAda'],
    ['Ada\u202egnirts', 'Adagnirts'],
    ['A\u200bda\ufeff', 'Ada'],
    ['Ame\u0301lie', 'Am\u00e9lie'],
    ['', 'unnamed'],
    [' \u200b\u0000 ', 'unnamed'],
    ['\ud83d\udc69\u200d\ud83d\udd2c Grace', '\ud83d\udc69\ud83d\udd2c Grace'],
  ])('that is called %j is shown as %j', (raw, shown) => {
    expect(cleanName(raw)).toBe(shown);
  });

  it('G2, C10: holds nothing that moves a cursor, hides or turns text, and fits, whatever somebody calls themselves', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const name = cleanName(raw);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u);
        expect(name).not.toMatch(/^ | $| {2}/);
        expect(bytesOf(name)).toBeLessThanOrEqual(LIMITS.MAX_NAME_BYTES);
        expect(name).not.toBe('');
        expect(cleanName(name)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });

  it('is cut between characters, not within', () => {
    expect(cleanName('🦉'.repeat(40))).toBe('🦉'.repeat(Math.floor(LIMITS.MAX_NAME_BYTES / 4)));
    expect(cleanName('x'.repeat(1_000_000))).toBe('x'.repeat(LIMITS.MAX_NAME_BYTES));
  });

  it('keeps its number when it is long', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 9_999 }), (raw, number) => {
        const name = numberedName(cleanName(raw.repeat(50)), number);
        expect(name.endsWith(`-${number}`)).toBe(true);
        expect(bytesOf(name)).toBeLessThanOrEqual(LIMITS.MAX_NAME_BYTES);
      }),
    );
  });

  it('is the same as another one that differs in case or Unicode form only', () => {
    expect(foldName('GRACE')).toBe(foldName('grace'));
    expect(foldName('Ame\u0301lie')).toBe(foldName('AM\u00c9LIE'));
    expect(foldName('Stra\u00dfe')).toBe(foldName('STRASSE'));
    expect(foldName('\uff21da')).toBe(foldName('Ada'));
    expect(foldName('Ada')).not.toBe(foldName('Eda'));
  });
});
