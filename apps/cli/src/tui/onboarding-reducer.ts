/**
 * The first run, step by step. An account is made of name, passphrase twice, mailboxes; then come its recovery words, a
 * check of two of them, and the link. Who comes back types the words first (return-steps.ts). Pure.
 */
import { LIMITS } from '@sotto/wire';
import { MAX_PASSPHRASE_BYTES, MIN_CHOSEN_CHARACTERS } from '../passphrase.ts';
import { splitRecoveryWords } from '../recovery-words.ts';
import { draftOf, EMPTY_DRAFT, editDraft, insert } from './draft.ts';
import type { Keystroke } from './keystroke.ts';
import {
  advanced,
  FIRST_STEP,
  type OnboardingState,
  type OnboardingStep,
  refused,
  withAddresses,
} from './onboarding-state.ts';
import { choseDevices, leftOutPlace, withPlace, withTypedWords } from './return-steps.ts';

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
  | { readonly type: 'creation-failed'; readonly problem: string }
  | { readonly type: 'returned'; readonly link: string; readonly devicesLeft: number }
  | { readonly type: 'return-failed'; readonly problem: string };

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
    case 'returned': {
      const { link, devicesLeft } = action;
      return { ...advanced(state, 'returned'), link, devicesLeft, typedWords: '', passphrase: '' };
    }
    case 'return-failed':
      return { ...state, step: 'place', draft: EMPTY_DRAFT, problem: action.problem };
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
  'typed-words': 1_024,
  place: Math.max(LIMITS.MAX_LINK_CHARS, LIMITS.MAX_MAILBOX_ADDRESS_BYTES * LIMITS.MAX_MAILBOXES),
};

function pressed(state: OnboardingState, { key, text }: Keystroke): OnboardingState {
  const maxBytes = MAX_BYTES[state.step];
  if (key === 'enter') return confirmed(state);
  if (key === 'escape') return wentBack(state);
  if (key === 'backspace' && state.step === 'mailboxes' && state.draft.text === '') {
    return { ...state, mailboxes: state.mailboxes.slice(0, -1), problem: undefined };
  }
  if (key === 'backspace' && state.step === 'place' && state.draft.text === '') return leftOutPlace(state);
  if (state.step === 'welcome' && text === 'r') return advanced(state, 'typed-words', { journey: 'return' });
  if (state.step === 'devices') return choseDevices(state, text);
  if (maxBytes === undefined) return state;
  const line = text.replace(/[\r\n]+/g, ' ');
  const draft = key === 'text' ? insert(state.draft, line, maxBytes) : editDraft(state.draft, key);
  if (draft !== undefined) return { ...state, draft, problem: undefined };
  return key === 'text' ? refused(state, 'That is too long.') : state;
}

/**
 * Whether Ctrl-C ends the app now. Words that were not confirmed are shown again the next time; who is cut off on the way
 * back goes on with the same device when they type the words again.
 */
export function mayQuit({ step }: OnboardingState): boolean {
  return step !== 'creating';
}

function confirmed(state: OnboardingState): OnboardingState {
  const { draft, passphrase } = state;
  switch (state.step) {
    case 'welcome':
      return advanced(state, 'name');
    case 'typed-words':
      return withTypedWords(state);
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
      if (draft.text === passphrase) return advanced(state, state.journey === 'create' ? 'mailboxes' : 'devices');
      return advanced(state, 'passphrase', { passphrase: '', problem: 'The two differ. Choose it again.' });
    case 'mailboxes':
      return withMailboxes(state);
    case 'words':
      return advanced(state, 'check');
    case 'check':
      return checked(state);
    case 'place':
      return withPlace(state);
    case 'returned':
      return advanced(state, 'link');
    case 'devices':
    case 'creating':
    case 'returning':
    case 'link':
      return state;
  }
}

/** Adds what was pasted; Enter on an empty line goes on. */
function withMailboxes(state: OnboardingState): OnboardingState {
  return state.draft.text.trim() === '' ? advanced(state, 'creating') : withAddresses(state, 'mailboxes');
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
  'typed-words': 'welcome',
  name: 'welcome',
  passphrase: 'name',
  repeat: 'passphrase',
  mailboxes: 'passphrase',
  check: 'words',
  devices: 'passphrase',
  place: 'devices',
};

/** What was said before stands in the field again; passphrases are typed anew. */
function wentBack(state: OnboardingState): OnboardingState {
  const step = state.journey === 'return' && state.step === 'name' ? 'typed-words' : BACK[state.step];
  if (step === undefined) return state;
  const said = step === 'name' ? state.name : step === 'typed-words' ? state.typedWords : '';
  // Whoever goes back to the start has not said that they come back.
  return step === 'welcome' ? advanced(FIRST_STEP, step) : advanced(state, step, { draft: draftOf(said) });
}
