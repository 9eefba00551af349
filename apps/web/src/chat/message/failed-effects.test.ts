import type { MessageView } from '@sotto/client';
import { expect, test } from 'vitest';
import { withEffect } from './failed-effects.tsx';

const effect = (id: string, state: MessageView['state'], type = 'sotto/reaction') =>
  ({ id, state, type }) as MessageView;

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
