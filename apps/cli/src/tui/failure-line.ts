/** What failed, as one line of the screen: what happened, then what to do. Error texts may quote input, so it is sanitised. */
import { SottoError } from '@sotto/wire';
import { sanitizeLine } from '../sanitize.ts';

/** One line for a person about what failed. */
export function failureLine(error: unknown): string {
  if (error instanceof SottoError)
    return sanitizeLine([error.message, error.hint].filter(Boolean).join('. '), { maxColumns: 200 });
  return sanitizeLine(`Unexpected fault: ${error instanceof Error ? error.message : String(error)}`, {
    maxColumns: 200,
  });
}
