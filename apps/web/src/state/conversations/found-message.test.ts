import { expect, test } from 'vitest';
import { type FoundMessage, foundMessage, showFound } from './found-message.ts';

const found = (id: string): FoundMessage => ({ contact: 'c', id, find: () => [] });

test('what was found last is shown, until its own search takes it back', () => {
  const takeBackOne = showFound(found('1'));
  const takeBackTwo = showFound(found('2'));
  takeBackOne();
  expect(foundMessage.get()?.id).toBe('2');
  takeBackTwo();
  expect(foundMessage.get()).toBeUndefined();
});
