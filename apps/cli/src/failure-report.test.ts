import { UsageError } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { describeFailure, reportFailure } from './failure-report.ts';

describe('a failure', () => {
  it('has code, message and hint for scripts', () => {
    const error = new UsageError('unknown-contact', 'there is no such contact', { hint: 'See `sotto contacts`.' });
    expect(reportFailure(error)).toEqual({
      error: { code: 'unknown-contact', message: 'there is no such contact', hint: 'See `sotto contacts`.' },
    });
    expect(reportFailure(new UsageError('closed', 'closed')).error.hint).toBe('');
  });

  it('that nobody expected says so', () => {
    expect(reportFailure(new RangeError('out of it')).error).toMatchObject({
      code: 'unexpected',
      message: 'unexpected fault: out of it',
    });
    expect(reportFailure('thrown text').error.code).toBe('unexpected');
  });

  it('G2: quotes nothing that acts on the terminal', () => {
    const text = describeFailure(reportFailure(new UsageError('unknown-contact', 'no \u001b[31m\u202eMallory\u0007')));
    expect(text).toBe('sotto: no \ufffd[31mMallory\ufffd (unknown-contact)');
  });
});
