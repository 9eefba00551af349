import { expect, test } from 'vitest';
import { isolate } from './isolate.ts';

test('C10: no value ends the isolate that it is put into', () => {
  expect(isolate('Ada')).toBe('Ada');
  expect(isolate('עדה')).toBe('\u2068עדה\u2069');
  expect(isolate('a\u2069\u2067עדה')).toBe('\u2068aעדה\u2069');
});
