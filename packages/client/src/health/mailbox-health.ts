/**
 * How each mailbox has answered in this run (specs/08 §14): since when it can be reached, and what it did last.
 *
 * In memory: another run asks again. Must not know what was asked, nor for whom.
 */
import type { Clock } from '@sotto/ports';
import { SottoError } from '@sotto/wire';
import { BoundedMap } from '../bounded-map.ts';
import type { MailboxConduct } from './status-report.ts';

/** More than a person and a few hundred contacts use. */
const MAX_MAILBOXES = 512;

interface Health {
  readonly conduct: MailboxConduct;
  readonly isReachable?: boolean;
  /** Since when `isReachable` is what it is. */
  readonly sinceMs: number;
  readonly lastReceiptAtMs?: number;
}

export class MailboxHealth {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #known = new BoundedMap<string, Health>(MAX_MAILBOXES);

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  /** It did what it was asked as its owner. */
  answered(mailbox: string): void {
    this.#turn(mailbox, true, { lastSuccessAtMs: this.#clock.nowMs() });
  }

  /** It did not answer its owner, or refused. */
  failed(mailbox: string, error: unknown): void {
    this.#turn(mailbox, false, { lastFailure: this.#failure(error) });
  }

  /** The connection was lost. */
  lost(mailbox: string): void {
    this.#turn(mailbox, false, {});
  }

  /** It signed for an envelope, at a time of its own clock. */
  signed(mailbox: string, receivedAtMs: number): void {
    const before = this.#of(mailbox);
    const lastReceiptAtMs = Math.max(receivedAtMs, before.lastReceiptAtMs ?? 0);
    const conduct = { ...before.conduct, lastSuccessAtMs: this.#clock.nowMs() };
    this.#known.set(mailbox, { ...before, conduct, lastReceiptAtMs });
  }

  /** It did not take an envelope. */
  refused(mailbox: string, error: unknown): void {
    const before = this.#of(mailbox);
    this.#known.set(mailbox, { ...before, conduct: { ...before.conduct, lastFailure: this.#failure(error) } });
  }

  conduct(mailbox: string): MailboxConduct {
    return this.#of(mailbox).conduct;
  }

  /** Since when it is reachable, or not; `undefined` when that was not seen. */
  sinceMs(mailbox: string, isReachable: boolean): number | undefined {
    const known = this.#of(mailbox);
    return known.isReachable === isReachable ? known.sinceMs : undefined;
  }

  lastReceiptAtMs(mailbox: string): number | undefined {
    return this.#of(mailbox).lastReceiptAtMs;
  }

  #of(mailbox: string): Health {
    return this.#known.get(mailbox) ?? { conduct: {}, sinceMs: this.#clock.nowMs() };
  }

  #turn(mailbox: string, isReachable: boolean, news: MailboxConduct): void {
    const before = this.#of(mailbox);
    const sinceMs = before.isReachable === isReachable ? before.sinceMs : this.#clock.nowMs();
    this.#known.set(mailbox, { ...before, isReachable, sinceMs, conduct: { ...before.conduct, ...news } });
  }

  #failure(error: unknown): NonNullable<MailboxConduct['lastFailure']> {
    return { code: error instanceof SottoError ? error.code : 'unexpected', atMs: this.#clock.nowMs() };
  }
}
