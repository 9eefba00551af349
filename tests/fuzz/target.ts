/**
 * What a fuzz target is: one decoder or one receive path, fed with bytes that anybody may have made.
 *
 * Every file of `targets/` exports one `openTarget`; its file name is the name of the target, so none can be left out of
 * a list. Targets are pure from one input to the next: the same input gives the same verdict, whatever came before.
 */
import type { SottoError } from '@sotto/wire';
import { sameBytes } from './joined-bytes.ts';

/** What became of an input that was handled as it should be. */
export type Verdict = 'accepted' | 'refused';

/** How a target's inputs are built, so that mutations keep some of it. */
export type Shape = 'bytes' | 'text' | 'protobuf' | 'frames';

export interface FuzzTarget {
  /** Exported names that inputs reach, as `wire decodeMessage`: `api-surface.test.ts` looks for every decoder. */
  readonly covers: readonly string[];
  readonly shape: Shape;
  /** Longest input worth trying: a little above the bound of the decoder. */
  readonly maxBytes: number;
  /** Valid inputs, made by our own encoders. Every one of them must be accepted. */
  readonly seeds: readonly Uint8Array[];
  /** Pieces that mutations put in. */
  readonly words?: readonly Uint8Array[];
  /** Families of errors that this target may throw; `decode`, `verify` and `limit` unless given. */
  readonly refusals?: readonly SottoError['kind'][];
  /** One input costs milliseconds: `npm test` tries fewer. */
  readonly isCostly?: boolean;
  /** Keys behind the target: no error text may show one. */
  readonly secrets?: readonly Uint8Array[];
  /**
   * Handles one input. Throws the error of the decoder as it is, or a `Violation` for what must not be.
   * An input that the target refuses without an error is returned as `refused`.
   */
  run(input: Uint8Array): Verdict | Promise<Verdict>;
}

/** A promise that does not hold: what a target throws when the code under test broke a rule without throwing. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Violation(rule);
}

export function mustEqual(actual: Uint8Array, expected: Uint8Array, rule: string): void {
  must(sameBytes(actual, expected), rule);
}
