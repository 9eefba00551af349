/** A rule that an input broke, and what is said about it. */

export type FindingKind =
  /** Something that is no `SottoError` of an allowed family with a code of its union. */
  | 'foreign-error'
  /** A `Violation` of the target. */
  | 'violation'
  /** A seed of our own encoders that is not accepted. */
  | 'seed-refused'
  /** The text of an error follows the input or shows a key. */
  | 'leak'
  /** The caller's bytes were changed. */
  | 'changed-input'
  /** A prototype that everything shares was changed (attack G9). */
  | 'prototype'
  | 'memory'
  | 'hang'
  /** The thread died: out of memory, or an error that nobody could catch. */
  | 'crash';

export interface Finding {
  readonly target: string;
  readonly kind: FindingKind;
  readonly message: string;
  readonly input: Uint8Array;
}

/** The same fault for the same reason: numbers aside. */
export function sameFault(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && withoutNumbers(a.message) === withoutNumbers(b.message);
}

function withoutNumbers(message: string): string {
  return message.replaceAll(/\d+/g, '#');
}
