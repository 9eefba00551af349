/** What the exit code of the command says: which kind of thing went wrong. Scripts rely on these numbers. */
import { DECODE_CODES, LIMIT_CODES, SottoError, USAGE_CODES, VERIFY_CODES } from '@sotto/wire';

export const EXIT_CODES = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  verify: 3,
  limit: 4,
  unavailable: 5,
  decode: 6,
} as const;

/** One line per code, as shown in the help and the README. */
export const EXIT_CODE_MEANINGS: readonly (readonly [number, string])[] = [
  [EXIT_CODES.ok, 'done; a message that is still queued is also 0, its state says so'],
  [EXIT_CODES.unexpected, 'a fault in the program itself'],
  [EXIT_CODES.usage, 'wrong arguments, unknown contact, no account yet'],
  [EXIT_CODES.verify, 'authentication failed: wrong passphrase, changed keys, damaged data'],
  [EXIT_CODES.limit, 'too large, too many, quota, disk full'],
  [EXIT_CODES.unavailable, 'unreachable, timed out, or another process holds the home; try again'],
  [EXIT_CODES.decode, 'malformed input, for example a damaged contact link'],
];

export function exitCodeOf(error: unknown): number {
  return error instanceof SottoError ? EXIT_CODES[error.kind] : EXIT_CODES.unexpected;
}

/** The exit code for a message that failed with `failure`, the words of an error code; unknown words are the world's. */
export function exitCodeOfFailure(failure: string | undefined): number {
  const among = (codes: readonly string[]) => failure !== undefined && codes.includes(failure);
  if (among(DECODE_CODES)) return EXIT_CODES.decode;
  if (among(VERIFY_CODES)) return EXIT_CODES.verify;
  if (among(USAGE_CODES)) return EXIT_CODES.usage;
  if (among(LIMIT_CODES)) return EXIT_CODES.limit;
  return EXIT_CODES.unavailable;
}
