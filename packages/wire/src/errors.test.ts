import { describe, expect, test } from 'vitest';
import {
  DECODE_CODES,
  DecodeError,
  LIMIT_CODES,
  LimitError,
  SottoError,
  UNAVAILABLE_CODES,
  UnavailableError,
  USAGE_CODES,
  UsageError,
  VERIFY_CODES,
  VerifyError,
} from './errors.ts';

describe('errors', () => {
  test('have a name, a kind, a code, facts, a cause and a hint', () => {
    const cause = new DecodeError('malformed', 'inner');
    const error = new LimitError('rate', 'too fast', { facts: { seconds: 5 }, cause, hint: 'Wait.' });
    expect(error).toBeInstanceOf(SottoError);
    expect(error).toBeInstanceOf(Error);
    expect({ ...error, name: error.name, message: error.message, cause: error.cause }).toEqual({
      kind: 'limit',
      code: 'rate',
      facts: { seconds: 5 },
      hint: 'Wait.',
      name: 'LimitError',
      message: 'too fast',
      cause,
    });
  });

  test.each([
    ['decode', new DecodeError('malformed', '')],
    ['verify', new VerifyError('bad-tag', '')],
    ['usage', new UsageError('closed', '')],
    ['limit', new LimitError('quota', '')],
    ['unavailable', new UnavailableError('timeout', '')],
  ])('say whose fault it is: %s', (kind, error) => {
    expect(error.kind).toBe(kind);
    expect(error.facts).toEqual({});
    expect('cause' in error).toBe(false);
  });

  test('have codes that belong to one family each', () => {
    const codes = [DECODE_CODES, VERIFY_CODES, USAGE_CODES, LIMIT_CODES, UNAVAILABLE_CODES].flat();
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
