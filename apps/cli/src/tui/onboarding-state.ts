/** What is known of somebody who starts, and the small steps that every part of the first run takes. Pure. */
import { LIMITS, parseMailboxAddress, SottoError } from '@sotto/wire';
import { type Draft, EMPTY_DRAFT } from './draft.ts';

export type OnboardingStep =
  | 'welcome'
  | 'typed-words'
  | 'name'
  | 'passphrase'
  | 'repeat'
  | 'mailboxes'
  | 'creating'
  | 'words'
  | 'check'
  | 'devices'
  | 'place'
  | 'returning'
  | 'returned'
  | 'link';

export interface OnboardingState {
  readonly step: OnboardingStep;
  /** To a new account, or back to one that there is. */
  readonly journey: 'create' | 'return';
  readonly draft: Draft;
  readonly problem: string | undefined;
  readonly name: string;
  readonly passphrase: string;
  /** Of the new account; on the way back, those to ask for the account. */
  readonly mailboxes: readonly string[];
  /** The recovery words of somebody who comes back, with single spaces; forgotten when they are back. */
  readonly typedWords: string;
  /** A contact link of the account to come back to. */
  readonly knownLink: string | undefined;
  /** What becomes of the devices that the account has. No answer is chosen beforehand. */
  readonly otherDevices: 'keep' | 'revoke' | undefined;
  /** Devices beside this one that the account has after coming back. */
  readonly devicesLeft: number;
  /** Known from the step `words` on, and forgotten after the check. */
  readonly recoveryWords: string;
  /** Which words the check asks for, by index; the first that is not answered yet stands first. */
  readonly asked: readonly number[];
  readonly link: string;
}

export const FIRST_STEP: OnboardingState = {
  step: 'welcome',
  journey: 'create',
  draft: EMPTY_DRAFT,
  problem: undefined,
  name: '',
  passphrase: '',
  mailboxes: [],
  typedWords: '',
  knownLink: undefined,
  otherDevices: undefined,
  devicesLeft: 0,
  recoveryWords: '',
  asked: [],
  link: '',
};

export function refused(state: OnboardingState, problem: string): OnboardingState {
  return { ...state, problem };
}

export function advanced(
  state: OnboardingState,
  step: OnboardingStep,
  change: Partial<OnboardingState> = {},
): OnboardingState {
  return { ...state, draft: EMPTY_DRAFT, problem: undefined, ...change, step };
}

/** Takes the addresses in the field, all or none. */
export function withAddresses(state: OnboardingState, step: OnboardingStep): OnboardingState {
  const entered = state.draft.text.split(/[\s,]+/u).filter(Boolean);
  const mailboxes = [...new Set([...state.mailboxes, ...entered])];
  if (mailboxes.length > LIMITS.MAX_MAILBOXES) return refused(state, `${LIMITS.MAX_MAILBOXES} mailboxes at most.`);
  try {
    for (const address of entered) parseMailboxAddress(address);
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return refused(state, `That is no mailbox address. ${error.hint ?? ''}`);
  }
  return advanced(state, step, { mailboxes });
}
