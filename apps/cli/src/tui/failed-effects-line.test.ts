import { expect, it } from 'vitest';
import { failedEffectsLine, isEffect } from './failed-effects-line.ts';

it('tells of effects that nobody got, by what they are or how many', () => {
  expect(failedEffectsLine([])).toBeUndefined();
  expect(failedEffectsLine([{ type: 'sotto/delete' }])).toBe('A deletion was not delivered. Ctrl-R tries again.');
  expect(failedEffectsLine([{ type: 'sotto/edit' }, { type: 'sotto/reaction' }])).toBe(
    '2 reactions, changes or deletions were not delivered. Ctrl-R tries again.',
  );
});

it('knows what has no place of its own', () => {
  expect([isEffect({ type: 'sotto/reaction' }), isEffect({ type: 'sotto/text' })]).toEqual([true, false]);
});
