import { expect, test } from 'vitest';
import { draftOf, keepDraft } from './drafts.ts';

test('keeps what was begun, of the conversations written in last', () => {
  for (let number = 0; number < 70; number++) keepDraft(`c${number}`, `text ${number}`);
  expect(draftOf('c0')).toBe('');
  expect(draftOf('c69')).toBe('text 69');
  keepDraft('c69', '');
  expect(draftOf('c69')).toBe('');
});
