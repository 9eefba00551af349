import { wordFinder } from '@sotto/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../testing/hostile-texts.ts';
import { plainExcerpt } from './plain-excerpt.ts';

const said = (text: string, query: string) => {
  const find = wordFinder(query);
  return plainExcerpt(text, find(text), find)
    .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
    .join('');
};

describe('the excerpt of a message in plain words', () => {
  test('has no marks of Markdown, and the found words marked', () => {
    expect(said('Did the *new* mailbox **survive** the `night`?', 'mailbox surv')).toBe(
      'Did the new [mailbox] [survive] the night?',
    );
    expect(said('See [our page](https://example.org/team), ~~not~~ theirs', 'page')).toBe('See our [page], not theirs');
    expect(said('**bo**ld', 'bo')).toBe('[bold]');
  });

  test('shows as it was written what plain words do not show', () => {
    expect(said('See [our page](https://example.org/team)', 'team')).toContain('(https://example.org/[team])');
  });

  test('reads no more than what is around the first place, and says that there is more', () => {
    const text = `${'before '.repeat(3_000)}\nthe **needle** is *here*\n${' after'.repeat(2_000)}`;
    expect(said(text, 'needle')).toMatch(/^…the \[needle\] is here after( after)+( a\w*)?…$/);
    expect(said(`${'x'.repeat(5_000)} needle`, 'needle')).toBe('…[needle]');
  });

  test('G1: G8: is bounded and loses nothing that was found, whatever people send', () => {
    const part = fc.oneof(fc.constantFrom(...hostileTexts()), fc.string({ maxLength: 400 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const text = `${parts.join(' ')} needle ${parts.join(' ')}`;
        const find = wordFinder('needle');
        const pieces = plainExcerpt(text, find(text), find);
        expect(pieces.some((piece) => piece.isFound && piece.text === 'needle')).toBe(true);
        expect(pieces.map((piece) => piece.text).join('').length).toBeLessThanOrEqual(170);
      }),
    );
  });
});
