/**
 * The newest log of our own account that its mailboxes know (specs/01 §13, specs/02 §6; attacks A12, C1).
 *
 * Asks the mailboxes that somebody named, then those that the newest log names, until all of them were asked. Trusts none:
 * what verifies and is longest wins, and a contradiction is an error.
 */
import type { AccountState } from '@sotto/identity';
import { verifyAccountLog } from '@sotto/identity';
import {
  type AccountId,
  LIMITS,
  type MailboxAddress,
  parseMailboxAddress,
  SottoError,
  UnavailableError,
} from '@sotto/wire';
import type { ClientContext } from '../context.ts';
import { newest } from '../key-finder.ts';
import { withTimeout } from '../timeout.ts';

const LOOK_UP_TIMEOUT_MS = 6_000;
/** Addresses that are asked in one search: a log cannot send us around for ever. */
const MAX_ASKED = 4 * LIMITS.MAX_MAILBOXES;

export type OwnLogContext = Pick<ClientContext, 'clock' | 'lifetime'> & {
  readonly network: Pick<ClientContext['network'], 'directory'>;
};

export interface OwnLogSearch {
  readonly accountId: AccountId;
  /** Where to begin. */
  readonly sources: readonly string[];
  /** What is known already: it is never replaced by something older. */
  readonly known?: AccountState;
}

export interface FoundLog {
  readonly state: AccountState;
  /** Addresses where a mailbox answered, whatever it said. */
  readonly answered: readonly MailboxAddress[];
}

/**
 * @throws {VerifyError} `log-fork`; what is wrong with a log, when none verifies
 * @throws {UnavailableError} `not-found` when somebody answered and nobody knows the account, `unreachable` when nobody did
 */
export async function findOwnLog(context: OwnLogContext, search: OwnLogSearch): Promise<FoundLog> {
  const { accountId, known } = search;
  let state = known;
  let refusal: SottoError | undefined;
  const asked = new Set<MailboxAddress>();
  const answered: MailboxAddress[] = [];
  let next = notAsked(asked, [...search.sources, ...(known?.mailboxes ?? [])]);
  while (next.length > 0) {
    const answers = await Promise.all(next.map((source) => ask(context, source, accountId)));
    for (const address of next) asked.add(address);
    answered.push(...next.filter((_, index) => !(answers[index] instanceof SottoError)));
    for (const answer of answers) {
      if (answer === undefined || answer instanceof SottoError) continue;
      try {
        state = state ? newest(state, answer) : verifyAccountLog(answer, { accountId });
      } catch (error) {
        if (!(error instanceof SottoError) || error.code === 'log-fork') throw error;
        refusal ??= error;
      }
    }
    next = notAsked(asked, state?.mailboxes ?? []);
  }
  if (state !== undefined) return { state, answered };
  throw refusal ?? unknown(answered.length > 0);
}

/** A mailbox that has moved is asked at each address that somebody names: the first one may be an old one. */
function notAsked(asked: ReadonlySet<MailboxAddress>, addresses: readonly string[]): MailboxAddress[] {
  const distinct = new Set(addresses.map(parseMailboxAddress));
  return [...distinct].filter((address) => !asked.has(address)).slice(0, MAX_ASKED - asked.size);
}

/** The log; `undefined` when the mailbox does not know the account; an error when it did not say. */
async function ask(
  context: OwnLogContext,
  source: MailboxAddress,
  accountId: AccountId,
): Promise<Uint8Array | SottoError | undefined> {
  try {
    const entry = await withTimeout(context, LOOK_UP_TIMEOUT_MS, (signal) =>
      context.network.directory.lookUpOwn(source, accountId, { signal }),
    );
    return entry?.accountLog;
  } catch (cause) {
    return cause instanceof SottoError ? cause : new UnavailableError('unreachable', 'no answer', { cause });
  }
}

function unknown(isAnswered: boolean): UnavailableError {
  if (!isAnswered) {
    return new UnavailableError('unreachable', 'none of the mailboxes could be reached', {
      hint: 'Look at the network, then try again.',
    });
  }
  return new UnavailableError('not-found', 'no mailbox that was asked knows the account', {
    hint: 'Name one of its mailboxes, or give its contact link.',
  });
}
