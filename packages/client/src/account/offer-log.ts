/**
 * Offers a longer log of our own account to its mailboxes, so that two devices which change it at once do not part
 * (specs/01 §13; attack C1).
 *
 * A mailbox takes only what goes on where its log ends: whoever comes second is refused. All devices begin at the same
 * mailbox, the first of the log that answers, so it decides for all of them. The others are told afterwards.
 */
import { type AccountState, encodeAccountLog } from '@sotto/identity';
import { type MailboxAddress, parseMailboxAddress, SottoError, UnavailableError } from '@sotto/wire';
import { withTimeout } from '../timeout.ts';
import type { FoundLog, OwnLogContext } from './find-own-log.ts';

const PUBLISH_TIMEOUT_MS = 8_000;

export interface LogOffer {
  readonly state: AccountState;
  /** Encoded bundles to publish with it. */
  readonly bundles: readonly Uint8Array[];
  /** Mailboxes that do not decide. */
  readonly doubted: ReadonlySet<MailboxAddress>;
}

export type LogOutcome = { readonly kind: 'taken' } | { readonly kind: 'outrun'; readonly by: MailboxAddress };

/**
 * `taken`: it is the log of the account from now on. `outrun`: that mailbox says that it has another one that goes on from
 * the same place, or a longer one; look it up and begin again. An account without mailboxes has nobody to ask.
 * @throws {UnavailableError} `unreachable` when no mailbox could be asked; the log may still have been taken by one whose
 * answer was lost
 */
export async function offerLog(context: OwnLogContext, offer: LogOffer): Promise<LogOutcome> {
  const mailboxes = offer.state.mailboxes.map(parseMailboxAddress);
  for (const [index, mailbox] of mailboxes.entries()) {
    if (offer.doubted.has(mailbox)) continue;
    const failure = await publish(context, mailbox, offer);
    if (failure === undefined) {
      // A mailbox that cannot be had now is told when the device is online.
      await Promise.all(mailboxes.slice(index + 1).map((other) => publish(context, other, offer)));
      return { kind: 'taken' };
    }
    if (isOutrun(failure)) return { kind: 'outrun', by: mailbox };
  }
  if (mailboxes.length === 0) return { kind: 'taken' };
  throw new UnavailableError('unreachable', 'none of the mailboxes of the account could be reached', {
    hint: 'Look at the network, then try again.',
  });
}

/**
 * Who said that the account has another log. A mailbox that says so, is asked for it and shows none, is passed over: one
 * that lies must not keep a person from their account.
 */
export class Claims {
  readonly doubted = new Set<MailboxAddress>();
  #claimant: MailboxAddress | undefined;
  #sequence = 0;

  /** The log was looked up, for the first time or since the last claim. */
  lookedUp({ state, answered }: FoundLog): void {
    const { sequence } = state.head;
    const claimant = this.#claimant;
    if (claimant && sequence <= this.#sequence && answered.includes(claimant)) this.doubted.add(claimant);
    this.#claimant = undefined;
    this.#sequence = sequence;
  }

  claimed(by: MailboxAddress): void {
    this.#claimant = by;
  }
}

/** What a mailbox says to a log that does not go on from what it holds. */
export function isOutrun({ code, facts }: SottoError): boolean {
  return code === 'refused' && facts['reason'] === 'stale';
}

async function publish(
  context: OwnLogContext,
  mailbox: MailboxAddress,
  { state, bundles }: LogOffer,
): Promise<SottoError | undefined> {
  const entry = { accountLog: encodeAccountLog(state), bundles };
  try {
    await withTimeout(context, PUBLISH_TIMEOUT_MS, (signal) =>
      context.network.directory.publish(mailbox, entry, { signal }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof SottoError) return error;
    throw error;
  }
}
