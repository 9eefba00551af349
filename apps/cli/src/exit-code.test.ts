import {
  DECODE_CODES,
  DecodeError,
  LIMIT_CODES,
  LimitError,
  UNAVAILABLE_CODES,
  UnavailableError,
  USAGE_CODES,
  UsageError,
  VERIFY_CODES,
  VerifyError,
} from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { EXIT_CODE_MEANINGS, EXIT_CODES, exitCodeOf, exitCodeOfFailure } from './exit-code.ts';

describe('exit codes', () => {
  it('follow the kind of the error, whatever its code', () => {
    for (const code of USAGE_CODES) expect(exitCodeOf(new UsageError(code, 'x'))).toBe(2);
    for (const code of VERIFY_CODES) expect(exitCodeOf(new VerifyError(code, 'x'))).toBe(3);
    for (const code of LIMIT_CODES) expect(exitCodeOf(new LimitError(code, 'x'))).toBe(4);
    for (const code of UNAVAILABLE_CODES) expect(exitCodeOf(new UnavailableError(code, 'x'))).toBe(5);
    for (const code of DECODE_CODES) expect(exitCodeOf(new DecodeError(code, 'x'))).toBe(6);
  });

  it('are 1 for what is no error of this project', () => {
    expect(exitCodeOf(new TypeError('x'))).toBe(1);
    expect(exitCodeOf('a string')).toBe(1);
    expect(exitCodeOf(undefined)).toBe(1);
  });

  it('of a failed message follow the words of its failure', () => {
    expect(exitCodeOfFailure('quota')).toBe(4);
    expect(exitCodeOfFailure('key-changed')).toBe(3);
    expect(exitCodeOfFailure('no-device')).toBe(2);
    expect(exitCodeOfFailure('malformed')).toBe(6);
    expect(exitCodeOfFailure('unreachable')).toBe(5);
    expect(exitCodeOfFailure('words of tomorrow')).toBe(5);
    expect(exitCodeOfFailure(undefined)).toBe(5);
  });

  it('each have one line of explanation', () => {
    expect(EXIT_CODE_MEANINGS.map(([code]) => code)).toEqual(Object.values(EXIT_CODES));
  });
});
