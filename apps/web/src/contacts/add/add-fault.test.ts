import { DecodeError, UnavailableError, UsageError } from '@sotto/wire';
import { expect, test } from 'vitest';
import { addFault, looksLikeLink } from './add-fault.ts';

test('a link begins with its scheme, however it was copied', () => {
  for (const text of ['sotto:ABC', 'SOTTO:ABC', '  sotto:ABC\n']) expect(looksLikeLink(text), text).toBe(true);
  for (const text of ['', 'grace@example.org', 'https://example.org/sotto:ABC']) {
    expect(looksLikeLink(text), text).toBe(false);
  }
});

test('what is wrong is told in the field where it can be mended, and the rest is nothing of the fields', () => {
  expect(addFault('hello', undefined)).toEqual({ link: 'other' });
  expect(addFault('sotto:A', undefined)).toEqual({});
  for (const code of ['malformed', 'wrong-length', 'bad-checksum'] as const) {
    expect(addFault('sotto:A', new DecodeError(code, 'no'))).toEqual({ link: 'damaged' });
  }
  expect(addFault('sotto:A', new DecodeError('wrong-version', 'no'))).toEqual({});
  expect(addFault('sotto:A', new UsageError('invalid-argument', 'your own'))).toEqual({ link: 'own' });
  expect(addFault('sotto:A', new UsageError('contact-exists', 'taken'))).toEqual({ name: 'taken' });
  expect(addFault('sotto:A', new UnavailableError('storage', 'no'))).toEqual({});
});
