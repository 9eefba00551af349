/**
 * The error family: who is at fault, which rule was broken, and what to do next.
 *
 * Owns every error code of the project. Must not know: where an error is shown.
 * No message and no fact holds plaintext, keys, contact ids or topics (specs/00 §3).
 */

/** Facts that help a reader: numbers, field names, limits. Never secrets, contacts or topics. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

export interface SottoErrorOptions {
  readonly facts?: ErrorFacts;
  readonly cause?: unknown;
  /** One sentence that tells a person what to do next. */
  readonly hint?: string;
}

export const DECODE_CODES = [
  'malformed',
  'not-canonical',
  'wrong-length',
  'wrong-version',
  'bad-checksum',
  'unknown-type',
] as const;
export const VERIFY_CODES = [
  'bad-tag',
  'bad-signature',
  'bad-key',
  'bad-log',
  'bad-receipt',
  'log-fork',
  'log-rollback',
  'stale-bundle',
  'expired',
  'wrong-recipient',
  'downgrade',
  'wrong-passphrase',
  'corrupt-record',
  'key-changed',
] as const;
export const USAGE_CODES = [
  'invalid-argument',
  'unknown-contact',
  'contact-exists',
  'already-initialised',
  'not-initialised',
  'closed',
  'no-device',
  'blocked',
  'device-revoked',
] as const;
export const LIMIT_CODES = [
  'too-large',
  'gap-too-large',
  'quota',
  'rate',
  'admission-needed',
  'disk-full',
  'too-many',
  'lifetime',
] as const;
export const UNAVAILABLE_CODES = [
  'unreachable',
  'timeout',
  'refused',
  'unknown-topic-or-key',
  'not-found',
  'home-busy',
  'storage',
  'account-lost',
  'aborted',
] as const;

export type DecodeCode = (typeof DECODE_CODES)[number];
export type VerifyCode = (typeof VERIFY_CODES)[number];
export type UsageCode = (typeof USAGE_CODES)[number];
export type LimitCode = (typeof LIMIT_CODES)[number];
export type UnavailableCode = (typeof UNAVAILABLE_CODES)[number];
export type SottoErrorCode = DecodeCode | VerifyCode | UsageCode | LimitCode | UnavailableCode;

/** Base of every error that this project throws. `code` is a closed union; `kind` says whose fault it is. */
export abstract class SottoError extends Error {
  /** Written out in every family: a bundler for browsers renames classes. */
  abstract override readonly name: string;
  abstract readonly kind: 'decode' | 'verify' | 'usage' | 'limit' | 'unavailable';
  readonly code: SottoErrorCode;
  readonly facts: ErrorFacts;
  readonly hint: string | undefined;

  constructor(code: SottoErrorCode, message: string, options: SottoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.facts = options.facts ?? {};
    this.hint = options.hint;
  }
}

/** The bytes are at fault: they are not what the specification says. */
export class DecodeError extends SottoError {
  override readonly name = 'DecodeError';
  readonly kind = 'decode';
  declare readonly code: DecodeCode;
  constructor(code: DecodeCode, message: string, options?: SottoErrorOptions) {
    super(code, message, options);
  }
}

/** Authentication failed: a signature, a tag, a version or a binding does not hold. */
export class VerifyError extends SottoError {
  override readonly name = 'VerifyError';
  readonly kind = 'verify';
  declare readonly code: VerifyCode;
  constructor(code: VerifyCode, message: string, options?: SottoErrorOptions) {
    super(code, message, options);
  }
}

/** The caller is at fault: a wrong argument, a wrong state. */
export class UsageError extends SottoError {
  override readonly name = 'UsageError';
  readonly kind = 'usage';
  declare readonly code: UsageCode;
  constructor(code: UsageCode, message: string, options?: SottoErrorOptions) {
    super(code, message, options);
  }
}

/** A policy says no: a size, a rate, a quota. */
export class LimitError extends SottoError {
  override readonly name = 'LimitError';
  readonly kind = 'limit';
  declare readonly code: LimitCode;
  constructor(code: LimitCode, message: string, options?: SottoErrorOptions) {
    super(code, message, options);
  }
}

/** The world is at fault: a peer, a disk, a network. Trying again later may work. */
export class UnavailableError extends SottoError {
  override readonly name = 'UnavailableError';
  readonly kind = 'unavailable';
  declare readonly code: UnavailableCode;
  constructor(code: UnavailableCode, message: string, options?: SottoErrorOptions) {
    super(code, message, options);
  }
}
