/** Secret bytes that do not print, and the comparison of secrets (attack G7). */
import { UsageError } from '@sotto/wire';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const REDACTED = '[secret]';

/** Holds secret bytes. Printing, JSON and string forms are redacted; `wipe` overwrites the bytes and closes it. */
export class Secret {
  readonly #bytes: Uint8Array;
  #wiped = false;

  /** Takes ownership of `bytes`: the caller keeps no other use of them. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The bytes themselves, not a copy. @throws {UsageError} `closed` after `wipe` */
  get bytes(): Uint8Array {
    if (this.#wiped) throw new UsageError('closed', 'secret has been wiped');
    return this.#bytes;
  }

  /** Best effort: the runtime may hold copies that cannot be reached. */
  wipe(): void {
    this.#wiped = true;
    this.#bytes.fill(0);
  }

  toJSON(): string {
    return REDACTED;
  }

  toString(): string {
    return REDACTED;
  }

  [INSPECT](): string {
    return REDACTED;
  }
}

/** Equality in time that depends on the lengths only. */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

/** Overwrites secrets that nobody needs any more. */
export function wipeAll(secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
