import { LIMITS } from '@sotto/wire';
import { describe, expect, it } from 'vitest';
import { RECOVERY_WORDS } from '../testing/fake-environment.ts';
import { mayQuit, reduceOnboarding } from './onboarding-reducer.ts';
import { FIRST_STEP, type OnboardingState } from './onboarding-state.ts';

const MAILBOX = '/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWLiEiRm1tKM5Did8PAGt9o8o1oth7rXN5Q5eWfvvbZPw7';

/** `<enter>` and the like are keys, anything else is typed. */
function type(state: OnboardingState, ...steps: string[]): OnboardingState {
  return steps.reduce((current, step) => {
    const stroke = step.startsWith('<') ? { key: step.slice(1, -1), text: '' } : { key: 'text', text: step };
    return reduceOnboarding(current, { type: 'press', stroke });
  }, state);
}

const toMailboxes = ['<enter>', 'Ada', '<enter>', 'correct horse', '<enter>', 'correct horse', '<enter>'];

function withWords(): OnboardingState {
  const creating = type(FIRST_STEP, ...toMailboxes, '<enter>');
  return reduceOnboarding(creating, { type: 'created', recoveryWords: RECOVERY_WORDS, link: 'sotto:X', asked: [1, 0] });
}

describe('the first run', () => {
  it('goes from welcome to the link', () => {
    const creating = type(FIRST_STEP, ...toMailboxes, '<enter>');
    expect(creating).toMatchObject({ step: 'creating', name: 'Ada', passphrase: 'correct horse', mailboxes: [] });
    const checked = type(withWords(), '<enter>', 'maple', '<enter>', ' Ocean ', '<enter>');
    expect(checked).toMatchObject({ step: 'link', link: 'sotto:X', recoveryWords: '', passphrase: '' });
  });

  it('asks for the passphrase again when the two differ', () => {
    const state = type(FIRST_STEP, ...toMailboxes.slice(0, 5), 'correct hrose', '<enter>');
    expect(state).toMatchObject({ step: 'passphrase', passphrase: '', problem: expect.stringContaining('differ') });
  });

  it('refuses a name of spaces and a short passphrase', () => {
    expect(type(FIRST_STEP, '<enter>', '  ', '<enter>').step).toBe('name');
    expect(type(FIRST_STEP, '<enter>', 'Ada', '<enter>', 'short', '<enter>')).toMatchObject({
      step: 'passphrase',
      problem: expect.any(String),
    });
  });

  it('takes several mailboxes in one paste, each once, and none that is wrong', () => {
    const state = type(FIRST_STEP, ...toMailboxes, `${MAILBOX}\n${MAILBOX}/`, '<enter>');
    expect(state).toMatchObject({ step: 'mailboxes', mailboxes: [], problem: expect.any(String) });
    const corrected = type(state, '<ctrl-u>', `${MAILBOX}\n${MAILBOX}`, '<enter>');
    expect(corrected).toMatchObject({ mailboxes: [MAILBOX], problem: undefined });
    expect(type(corrected, '<backspace>').mailboxes).toEqual([]);
  });

  it('takes as many mailboxes as an account may have', () => {
    const many = Array.from({ length: LIMITS.MAX_MAILBOXES + 1 }, (_, i) => MAILBOX.replace('4001', String(4001 + i)));
    const entered = many.slice(0, -1).flatMap((address) => [address, '<enter>']);
    const full = type(FIRST_STEP, ...toMailboxes, ...entered);
    expect(full.mailboxes).toHaveLength(LIMITS.MAX_MAILBOXES);
    expect(type(full, many.at(-1) ?? '', '<enter>')).toMatchObject({ step: 'mailboxes', problem: expect.any(String) });
  });

  it('lets nobody past the recovery words without two of them', () => {
    const wrong = type(withWords(), '<enter>', 'ocean', '<enter>');
    expect(wrong).toMatchObject({ step: 'check', problem: expect.stringContaining('Word 2') });
    expect(type(wrong, '<escape>').step).toBe('words');
  });

  it('may be left at any step but while the account is being made', () => {
    expect(mayQuit(FIRST_STEP)).toBe(true);
    expect(mayQuit(withWords())).toBe(true);
    expect(mayQuit(type(FIRST_STEP, ...toMailboxes, '<enter>'))).toBe(false);
  });

  it('comes back to the mailboxes when the account could not be created', () => {
    const creating = type(FIRST_STEP, ...toMailboxes, '<enter>');
    expect(reduceOnboarding(creating, { type: 'creation-failed', problem: 'disk full' })).toMatchObject({
      step: 'mailboxes',
      problem: 'disk full',
      passphrase: 'correct horse',
    });
  });

  it('goes back step by step', () => {
    expect(type(FIRST_STEP, ...toMailboxes, '<escape>').step).toBe('passphrase');
    expect(type(FIRST_STEP, '<enter>', '<escape>').step).toBe('welcome');
  });
});
