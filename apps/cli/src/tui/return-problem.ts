/** Why somebody could not come back to their account, and what to do about it. Must not know: where it is shown. */
import { SottoError, type SottoErrorCode } from '@sotto/wire';
import { failureLine } from './failure-line.ts';

/** What means more here than elsewhere. */
const REASONS: Readonly<Partial<Record<SottoErrorCode, string>>> = {
  'not-found':
    'No mailbox that was asked knows an account of these words. Add your contact link, or a mailbox that you used.',
  unreachable: 'Too few mailboxes of the account can be reached. Look at the network, then press Enter to try again.',
  'wrong-recipient': 'The words are those of another account than the link. Backspace takes the link away.',
  'too-many': 'The account has as many devices as it may. Esc goes back: say that the lost ones are lost.',
  'log-rollback':
    'The mailboxes show an older state of the account than your link. Try again later, or ask other ones.',
  'log-fork': 'The mailboxes show two histories of the account. One may be lying: add your newest contact link.',
  'bad-log': 'A mailbox shows a history of the account that does not hold together. Ask other ones.',
};

export function returnProblem(error: unknown): string {
  const reason = error instanceof SottoError ? REASONS[error.code] : undefined;
  return reason ?? failureLine(error);
}
