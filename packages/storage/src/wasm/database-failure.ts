/** What a failure in the worker is to those who asked. */
import { type SottoError, UnavailableError } from '@sotto/wire';
import { storageError } from '../sql-fault.ts';
import type { DatabaseFailure } from './database-call.ts';

export function errorOf({ fault, reason }: DatabaseFailure): SottoError {
  return fault === 'engine' ? engineError(reason) : storageError(fault, reason);
}

export function engineError(reason: string): UnavailableError {
  return new UnavailableError('storage', 'the database engine could not be started', {
    facts: { reason },
    hint: 'Reload the page. If that does not help, update the browser.',
  });
}
