import type { MessageView } from '@sotto/client';
import { expect, test } from 'vitest';
import { withEffect, withoutVoid } from './failed-effects.ts';

const effect = (id: string, state: MessageView['state'], type = 'sotto/reaction', target = 'm') =>
  ({ id, state, type, target }) as MessageView;

test('an effect that fails is told once, until it goes on', () => {
  const failed = withEffect(withEffect([], effect('a', 'failed')), effect('b', 'expired', 'sotto/delete'));
  expect(failed.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(withEffect(failed, effect('a', 'failed')).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(withEffect(failed, effect('a', 'queued')).map(({ id }) => id)).toEqual(['b']);
});

test('a message that fails has its own place, and too many effects are not remembered', () => {
  expect(withEffect([], effect('a', 'failed', 'sotto/text'))).toEqual([]);
  let failed: readonly MessageView[] = [];
  for (let number = 0; number < 30; number++) failed = withEffect(failed, effect(`${number}`, 'failed'));
  expect(failed).toHaveLength(20);
  expect(failed[0]?.id).toBe('0');
});

test('of a message that was deleted only the deletion is told', () => {
  const failed = [
    effect('a', 'failed'),
    effect('b', 'failed', 'sotto/edit'),
    effect('c', 'failed', 'sotto/delete'),
    effect('d', 'failed', 'sotto/reaction', 'another'),
  ];
  expect(withoutVoid(failed, { id: 'm', isDeleted: false })).toBe(failed);
  expect(withoutVoid(failed, { id: 'm', isDeleted: true }).map(({ id }) => id)).toEqual(['c', 'd']);
  expect(withoutVoid(failed, { id: 'nobody', isDeleted: true })).toBe(failed);
});
