/**
 * The first run, step by step: name, passphrase twice, mailboxes, recovery words and a check of two of them, the link.
 * Pure; the account is created between mailboxes and words.
 */
import { LIMITS, parseMailboxAddress, SottoError } from '@sotto/wire';
import { MAX_PASSPHRASE_BYTES, MIN_CHOSEN_CHARACTERS } from '../passphrase.ts';
import { splitRecoveryWords } from '../recovery-words.ts';
import { type Draft, EMPTY_DRAFT, editDraft, insert } from './draft.ts';
import type { Keystroke } from './keystroke.ts';

export type OnboardingStep =
  | 'welcome'
  | 'name'
  | 'passphrase'
  | 'repeat'
  | 'mailboxes'
  | 'creating'
  | 'words'
  | 'check'
  | 'link';

export interface OnboardingState {
  readonly step: OnboardingStep;
  readonly draft: Draft;
  readonly problem: string | undefined;
  readonly name: string;
  readonly passphrase: string;
  readonly mailboxes: readonly string[];
  /** Known from the step `words` on, and forgotten after the check. */
  readonly recoveryWords: string;
  /** Which words the check asks for, by index; the first that is not answered yet stands first. */
  readonly asked: readonly number[];
  readonly link: string;
}

export const FIRST_STEP: OnboardingState = {
  step: 'welcome',
  draft: EMPTY_DRAFT,
  problem: undefined,
  name: '',
  passphrase: '',
  mailboxes: [],
  recoveryWords: '',
  asked: [],
  link: '',
};

export interface CreatedAction {
  readonly type: 'created';
  readonly recoveryWords: string;
  readonly link: string;
  /** Two different word numbers, from 0. */
  readonly asked: readonly number[];
}

export type OnboardingAction =
  | { readonly type: 'press'; readonly stroke: Keystroke }
  | CreatedAction
  | { readonly type: 'creation-failed'; readonly problem: string };

export function reduceOnboarding(state: OnboardingState, action: OnboardingAction): OnboardingState {
  switch (action.type) {
    case 'press':
      return pressed(state, action.stroke);
    case 'created': {
      const { recoveryWords, link, asked } = action;
      return { ...state, step: 'words', recoveryWords, link, asked, passphrase: '', problem: undefined };
    }
    case 'creation-failed':
      return { ...state, step: 'mailboxes', draft: EMPTY_DRAFT, problem: action.problem };
  }
}

/** The text of this step goes into a field. */
export function hasField(step: OnboardingStep): boolean {
  return step in MAX_BYTES;
}

const MAX_BYTES: Readonly<Partial<Record<OnboardingStep, number>>> = {
  name: LIMITS.MAX_NAME_BYTES,
  passphrase: MAX_PASSPHRASE_BYTES,
  repeat: MAX_PASSPHRASE_BYTES,
  mailboxes: LIMITS.MAX_MAILBOX_ADDRESS_BYTES * LIMITS.MAX_MAILBOXES,
  check: 64,
};

function pressed(state: OnboardingState, { key, text }: Keystroke): OnboardingState {
  const maxBytes = MAX_BYTES[state.step];
  if (key === 'enter') return confirmed(state);
  if (key === 'escape') return wentBack(state);
  if (key === 'backspace' && state.step === 'mailboxes' && state.draft.text === '') {
    return { ...state, mailboxes: state.mailboxes.slice(0, -1), problem: undefined };
  }
  if (maxBytes === undefined) return state;
  const line = text.replace(/[\r\n]+/g, ' ');
  const draft = key === 'text' ? insert(state.draft, line, maxBytes) : editDraft(state.draft, key);
  if (draft !== undefined) return { ...state, draft, problem: undefined };
  return key === 'text' ? refused(state, 'That is too long.') : state;
}

/** Whether Ctrl-C ends the app now. Words that were not confirmed are shown again the next time. */
export function mayQuit({ step }: OnboardingState): boolean {
  return step !== 'creating';
}

function refused(state: OnboardingState, problem: string): OnboardingState {
  return { ...state, problem };
}

function advanced(
  state: OnboardingState,
  step: OnboardingStep,
  change: Partial<OnboardingState> = {},
): OnboardingState {
  return { ...state, draft: EMPTY_DRAFT, problem: undefined, ...change, step };
}

function confirmed(state: OnboardingState): OnboardingState {
  const { draft, passphrase } = state;
  switch (state.step) {
    case 'welcome':
      return advanced(state, 'name');
    case 'name': {
      const name = draft.text.trim();
      return name === ''
        ? refused(state, 'A name, so that people know who writes.')
        : advanced(state, 'passphrase', { name });
    }
    case 'passphrase':
      if ([...draft.text].length < MIN_CHOSEN_CHARACTERS) {
        return refused(state, `It needs ${MIN_CHOSEN_CHARACTERS} characters at least.`);
      }
      return advanced(state, 'repeat', { passphrase: draft.text });
    case 'repeat':
      if (draft.text === passphrase) return advanced(state, 'mailboxes');
      return advanced(state, 'passphrase', { passphrase: '', problem: 'The two differ. Choose it again.' });
    case 'mailboxes':
      return withMailboxes(state);
    case 'words':
      return advanced(state, 'check');
    case 'check':
      return checked(state);
    case 'creating':
    case 'link':
      return state;
  }
}

/** Adds what was pasted; Enter on an empty line goes on. */
function withMailboxes(state: OnboardingState): OnboardingState {
  const entered = state.draft.text.split(/[\s,]+/u).filter(Boolean);
  if (entered.length === 0) return advanced(state, 'creating');
  const mailboxes = [...new Set([...state.mailboxes, ...entered])];
  if (mailboxes.length > LIMITS.MAX_MAILBOXES) return refused(state, `${LIMITS.MAX_MAILBOXES} mailboxes at most.`);
  try {
    for (const address of entered) parseMailboxAddress(address);
  } catch (error) {
    if (!(error instanceof SottoError)) throw error;
    return refused(state, `That is no mailbox address. ${error.hint ?? ''}`);
  }
  return advanced(state, 'mailboxes', { mailboxes });
}

function checked(state: OnboardingState): OnboardingState {
  const [index = 0, ...rest] = state.asked;
  const expected = splitRecoveryWords(state.recoveryWords)[index];
  if (state.draft.text.trim().toLowerCase() !== expected) {
    return refused(state, `Word ${index + 1} is another one. Esc shows the words again.`);
  }
  if (rest.length > 0) return advanced(state, 'check', { asked: rest });
  return advanced(state, 'link', { asked: [], recoveryWords: '' });
}

const BACK: Readonly<Partial<Record<OnboardingStep, OnboardingStep>>> = {
  name: 'welcome',
  passphrase: 'name',
  repeat: 'passphrase',
  mailboxes: 'passphrase',
  check: 'words',
};

function wentBack(state: OnboardingState): OnboardingState {
  const step = BACK[state.step];
  return step === undefined ? state : advanced(state, step);
}
