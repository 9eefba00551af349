/**
 * Coming back to an account, step by step: its recovery words, name and passphrase as in the first run, what becomes of the
 * devices that the account has, and where to ask for it. Pure. Must not know: how the account is found.
 */
import { type RecoveryWordsFault, recoveryWordsFault } from '@sotto/client';
import { splitRecoveryWords, typedRecoveryWords } from '../recovery-words.ts';
import { draftOf } from './draft.ts';
import { advanced, type OnboardingState, refused, withAddresses } from './onboarding-state.ts';

/** Words of an account (specs/01 §3). */
export const RECOVERY_WORD_COUNT = 12;

/** Goes on with words that belong together, and says of others what is wrong. */
export function withTypedWords(state: OnboardingState): OnboardingState {
  const typedWords = typedRecoveryWords(state.draft.text).join(' ').toLowerCase();
  const fault = recoveryWordsFault(typedWords);
  if (fault !== undefined) return refused(state, faultText(fault));
  return advanced(state, 'name', { typedWords, draft: draftOf(state.name) });
}

function faultText(fault: RecoveryWordsFault): string {
  if (fault.kind === 'wrong-checksum') {
    return 'Each word exists, but not together. Check their order, and that none was mistaken for another.';
  }
  const [unknown] = fault.unknown;
  if (unknown !== undefined) return `Word ${unknown} is not one that Sotto uses. Check its spelling.`;
  const count = fault.kind === 'wrong-count' ? fault.count : RECOVERY_WORD_COUNT;
  return `An account has ${RECOVERY_WORD_COUNT} words; here ${count === 1 ? 'is 1' : `are ${count}`}.`;
}

/** One word as it is typed: `typing` is the last one, which may not be whole yet. */
export interface TypedWord {
  readonly word: string;
  readonly is: 'known' | 'unknown' | 'typing';
}

/** What is known of every word in the field. */
export function typedWordsOf(text: string): readonly TypedWord[] {
  const words = typedRecoveryWords(text);
  const fault = recoveryWordsFault(words.join(' '));
  const unknown = fault === undefined || fault.kind === 'wrong-checksum' ? [] : fault.unknown;
  const isEnded = /\s$/u.test(text) || words.length >= RECOVERY_WORD_COUNT;
  return words.map((word, index) => {
    if (!unknown.includes(index + 1)) return { word, is: 'known' };
    return { word, is: index === words.length - 1 && !isEnded ? 'typing' : 'unknown' };
  });
}

const ANSWERS: Readonly<Record<string, 'keep' | 'revoke'>> = { '1': 'revoke', '2': 'keep' };

/** To end a device that is in use and to keep one that a thief has are both mistakes: only a clear answer goes on. */
export function choseDevices(state: OnboardingState, key: string): OnboardingState {
  const otherDevices = ANSWERS[key];
  return otherDevices === undefined ? state : advanced(state, 'place', { otherDevices });
}

/** Adds what was pasted, a link or addresses; Enter on an empty line goes on. */
export function withPlace(state: OnboardingState): OnboardingState {
  const compact = splitRecoveryWords(state.draft.text).join('');
  if (compact === '') {
    const isAnywhere = state.knownLink !== undefined || state.mailboxes.length > 0;
    return isAnywhere ? advanced(state, 'returning') : refused(state, NOBODY_TO_ASK);
  }
  // A link that was copied from several lines is whole again without the white space.
  if (compact.toLowerCase().startsWith('sotto:')) return advanced(state, 'place', { knownLink: compact });
  return withAddresses(state, 'place');
}

const NOBODY_TO_ASK = 'There is nobody to ask yet: paste your contact link, or the address of a mailbox that you used.';

/** Takes back what was added last. */
export function leftOutPlace(state: OnboardingState): OnboardingState {
  if (state.mailboxes.length > 0) return { ...state, mailboxes: state.mailboxes.slice(0, -1), problem: undefined };
  return { ...state, knownLink: undefined, problem: undefined };
}
