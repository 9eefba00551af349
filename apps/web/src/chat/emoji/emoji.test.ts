import { isReaction } from '@sotto/client';
import { expect, test } from 'vitest';
import { EMOJI } from './emoji-list.ts';
import { searchEmoji } from './emoji-search.ts';
import { QUICK_EMOJI } from './quick-emoji.ts';

const all = EMOJI.flatMap(({ emoji }) => emoji);

test('every emoji can be sent as a reaction, is there once, and has words', () => {
  for (const { emoji, words } of all) {
    expect(isReaction(emoji), emoji).toBe(true);
    expect(words, emoji).toMatch(/^\S+( \S+)*$/);
    expect(words).toBe(words.toLowerCase());
  }
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
  for (const quick of QUICK_EMOJI) expect(all.map(({ emoji }) => emoji)).toContain(quick);
});

test('an emoji is found by the beginnings of its words in both languages, and by itself', () => {
  const found = (query: string) => searchEmoji(query)?.map(({ emoji }) => emoji);
  expect(found('thumb UP')).toEqual(['👍']);
  expect(found('daumen h')).toEqual(['👍']);
  expect(found('👍')).toEqual(['👍']);
  expect(found('humb')).toEqual([]);
  expect(found('tea')?.[0]).toBe('🍵');
  expect(found('tea')).toContain('😂');
  expect(found('  ')).toBeUndefined();
});
