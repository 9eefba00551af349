import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, draftOf, EMPTY_DRAFT, editDraft, insert } from './draft.ts';

const KEYS = [
  'left',
  'right',
  'up',
  'down',
  'home',
  'end',
  'backspace',
  'delete',
  'ctrl-w',
  'ctrl-u',
  'ctrl-k',
  'alt-left',
  'alt-right',
];

function type(draft: Draft, ...steps: string[]): Draft {
  return steps.reduce((current, step) => {
    if (step.startsWith('<')) return editDraft(current, step.slice(1, -1)) ?? current;
    return insert(current, step, 1_000) ?? current;
  }, draft);
}

describe('a draft', () => {
  it('takes text at the cursor', () => {
    expect(type(EMPTY_DRAFT, 'held', '<left>', 'lo wor', '<end>', '!')).toEqual({ text: 'hello word!', cursor: 11 });
  });

  it('moves and deletes by grapheme', () => {
    expect(type(EMPTY_DRAFT, 'a👩‍💻é', '<left>', '<left>').cursor).toBe(1);
    expect(type(EMPTY_DRAFT, 'a👩‍💻', '<backspace>')).toEqual({ text: 'a', cursor: 1 });
    expect(type(EMPTY_DRAFT, 'a👩‍💻b', '<home>', '<right>', '<delete>').text).toBe('ab');
  });

  it('deletes words and lines', () => {
    expect(type(EMPTY_DRAFT, 'one two  three', '<ctrl-w>').text).toBe('one two  ');
    expect(type(EMPTY_DRAFT, 'one\ntwo three', '<ctrl-u>').text).toBe('one\n');
    expect(type(EMPTY_DRAFT, 'one\ntwo', '<home>', '<ctrl-k>').text).toBe('one\n');
  });

  it('moves between lines and stays at the edges', () => {
    expect(type(EMPTY_DRAFT, 'long line\nab', '<up>').cursor).toBe(2);
    expect(type(EMPTY_DRAFT, 'ab\nlong line', '<up>').cursor).toBe(2);
    expect(type(EMPTY_DRAFT, 'one', '<up>').cursor).toBe(3);
    expect(type(EMPTY_DRAFT, 'one\n\nthree', '<home>', '<up>', '<up>', '<down>').cursor).toBe(4);
  });

  it('keeps the lines of a paste and drops its control characters', () => {
    expect(type(EMPTY_DRAFT, 'a\r\nb\u001b[31m\tc\u0000').text).toBe('a\nb[31m    c');
  });

  it('refuses what would make it longer than allowed', () => {
    expect(insert(draftOf('abc'), 'de', 5)?.text).toBe('abcde');
    expect(insert(draftOf('abc'), 'def', 5)).toBeUndefined();
    expect(insert(draftOf('abc'), 'é', 4)).toBeUndefined();
  });

  it('never leaves the cursor outside or inside a grapheme, whatever is pressed', () => {
    const step = fc.oneof(
      fc.constantFrom(...KEYS).map((key) => `<${key}>`),
      fc.constantFrom('a', ' ', '\n', '👩‍💻', 'é', 'word ', '한'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { text, cursor } = type(EMPTY_DRAFT, ...steps);
        const boundaries = [...new Intl.Segmenter().segment(text)].map(({ index }) => index);
        expect([...boundaries, text.length]).toContain(cursor);
      }),
    );
  });
});
