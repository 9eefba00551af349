import { describe, expect, it } from 'vitest';
import { reduceOnboarding } from './onboarding-reducer.ts';
import { FIRST_STEP, type OnboardingState } from './onboarding-state.ts';
import { typedWordsOf } from './return-steps.ts';

const WORDS = `${'abandon '.repeat(11)}about`;
const MAILBOX = '/ip4/192.0.2.1/tcp/4001/p2p/12D3KooWLiEiRm1tKM5Did8PAGt9o8o1oth7rXN5Q5eWfvvbZPw7';

/** `<enter>` and the like are keys, anything else is typed. */
function type(state: OnboardingState, ...steps: string[]): OnboardingState {
  return steps.reduce((current, step) => {
    const stroke = step.startsWith('<') ? { key: step.slice(1, -1), text: '' } : { key: 'text', text: step };
    return reduceOnboarding(current, { type: 'press', stroke });
  }, state);
}

const toDevices = ['r', WORDS, '<enter>', 'Ada', '<enter>', 'correct horse', '<enter>', 'correct horse', '<enter>'];

describe('coming back in the terminal app', () => {
  it('asks for words, name, passphrase, the fate of other devices and a place, in this order', () => {
    const asked = type(FIRST_STEP, ...toDevices);
    expect(asked).toMatchObject({ step: 'devices', typedWords: WORDS, name: 'Ada', otherDevices: undefined });
    const returning = type(asked, '1', 'sotto:AB\nCD', '<enter>', MAILBOX, '<enter>', '<enter>');
    expect(returning).toMatchObject({
      step: 'returning',
      otherDevices: 'revoke',
      knownLink: 'sotto:ABCD',
      mailboxes: [MAILBOX],
    });
  });

  it('takes words with the numbers of a list on paper, in capitals, over several lines', () => {
    const numbered = WORDS.split(' ').map((word, i) => `${i + 1}. ${word.toUpperCase()}`);
    expect(type(FIRST_STEP, 'r', numbered.join('\n'), '<enter>')).toMatchObject({ step: 'name', typedWords: WORDS });
  });

  it('says which word is none, that words are missing, and that they do not belong together', () => {
    const problem = (words: string) => type(FIRST_STEP, 'r', words, '<enter>').problem;
    expect(problem('')).toBe('An account has 12 words; here are 0.');
    expect(problem('abandon')).toBe('An account has 12 words; here is 1.');
    expect(problem('abandon abuot about')).toContain('Word 2 is not one');
    expect(problem(WORDS.replace('about', 'abuot'))).toContain('Word 12 is not one');
    expect(problem('abandon '.repeat(12))).toContain('not together');
  });

  it('judges a word only when it is whole', () => {
    expect(typedWordsOf('abandon abo').map(({ is }) => is)).toEqual(['known', 'typing']);
    expect(typedWordsOf('abandon abo ').map(({ is }) => is)).toEqual(['known', 'unknown']);
    expect(typedWordsOf(WORDS.replace('about', 'abou')).at(-1)).toEqual({ word: 'abou', is: 'unknown' });
  });

  it('chooses nothing about other devices beforehand', () => {
    const asked = type(FIRST_STEP, ...toDevices);
    expect(type(asked, '<enter>', '3', 'y')).toMatchObject({ step: 'devices', otherDevices: undefined });
    expect(type(asked, '2')).toMatchObject({ step: 'place', otherDevices: 'keep' });
  });

  it('starts only when there is somebody to ask, and takes back what was added last', () => {
    const place = type(FIRST_STEP, ...toDevices, '2');
    expect(type(place, '<enter>')).toMatchObject({ step: 'place', problem: expect.stringContaining('nobody to ask') });
    expect(type(place, 'mail.example.org', '<enter>')).toMatchObject({ step: 'place', problem: expect.any(String) });
    const both = type(place, 'sotto:ABCD', '<enter>', MAILBOX, '<enter>');
    expect(type(both, '<backspace>')).toMatchObject({ knownLink: 'sotto:ABCD', mailboxes: [] });
    expect(type(both, '<backspace>', '<backspace>')).toMatchObject({ knownLink: undefined, mailboxes: [] });
  });

  it('keeps everything that was said when it fails, and forgets the secrets when it is done', () => {
    const returning = type(FIRST_STEP, ...toDevices, '2', MAILBOX, '<enter>', '<enter>');
    const failed = reduceOnboarding(returning, { type: 'return-failed', problem: 'nobody answers' });
    expect(failed).toMatchObject({ step: 'place', problem: 'nobody answers', typedWords: WORDS });
    expect(type(failed, '<enter>').step).toBe('returning');
    const done = reduceOnboarding(returning, { type: 'returned', link: 'sotto:X', devicesLeft: 1 });
    expect(done).toMatchObject({ step: 'returned', typedWords: '', passphrase: '', link: 'sotto:X' });
  });

  it('goes back step by step with what was said, and forgets all of it at the start', () => {
    const devices = type(FIRST_STEP, ...toDevices);
    expect(type(devices, '<escape>', '<escape>')).toMatchObject({ step: 'name', draft: { text: 'Ada' } });
    const words = type(devices, '<escape>', '<escape>', '<escape>');
    expect(words).toMatchObject({ step: 'typed-words', draft: { text: WORDS } });
    expect(type(words, '<escape>')).toEqual(FIRST_STEP);
  });
});
