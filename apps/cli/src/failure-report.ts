/**
 * How a failed command tells what happened: a JSON value for scripts, two lines for a person.
 *
 * Error texts may quote input, so the text for a person is sanitised. Must not know: which command failed.
 */
import { SottoError } from '@sotto/wire';
import { sanitizeForTerminal } from './sanitize.ts';

export interface FailureReport {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

/** `{ error: { code, message, hint } }`; `hint` is empty when there is nothing to advise. */
export function reportFailure(error: unknown): FailureReport {
  if (error instanceof SottoError) {
    return { error: { code: error.code, message: error.message, hint: error.hint ?? '' } };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    error: {
      code: 'unexpected',
      message: `unexpected fault: ${message}`,
      hint: 'Please report this; SOTTO_DEBUG=1 shows where it happened.',
    },
  };
}

/** The report for a person: what happened, then what to do next. */
export function describeFailure(report: FailureReport): string {
  const { code, message, hint } = report.error;
  const lines = [`sotto: ${message} (${code})`];
  if (hint !== '') lines.push(`  ${hint}`);
  return sanitizeForTerminal(lines.join('\n'));
}
