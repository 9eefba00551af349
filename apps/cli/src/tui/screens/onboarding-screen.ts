/** The first run on the screen. What happens is decided in onboarding-state.ts. */
import { useInput, usePaste, useStdout, useWindowSize } from 'ink';
import { useSyncExternalStore } from 'react';
import { copySequence } from '../clipboard.ts';
import type { KeyHint } from '../components/footer.ts';
import { Panel } from '../components/panel.ts';
import { h } from '../h.ts';
import { type Keystroke, keystrokes } from '../keystroke.ts';
import { hasField, mayQuit, type OnboardingAction } from '../onboarding-reducer.ts';
import type { OnboardingState, OnboardingStep } from '../onboarding-state.ts';
import type { Store } from '../store.ts';
import { LinkPage } from './link-page.ts';
import { OnboardingBody } from './onboarding-body.ts';

export interface OnboardingScreenProps {
  readonly store: Store<OnboardingState, OnboardingAction>;
  readonly home: string;
  /** Called once when the person has given everything that the account needs. */
  readonly create: (state: OnboardingState) => void;
  /** Called each time that the person has said everything that coming back to an account needs. */
  readonly comeBack: (state: OnboardingState) => void;
  /** Called once when the person has shown that they have the recovery words. */
  readonly confirm: () => void;
  readonly finish: () => void;
  readonly quit: () => void;
}

const TITLES: Readonly<Record<OnboardingStep, string>> = {
  welcome: '◆ Sotto',
  name: '1 of 5 · Your name',
  passphrase: '2 of 5 · A passphrase',
  repeat: '2 of 5 · The passphrase again',
  mailboxes: '3 of 5 · Mailboxes',
  creating: '3 of 5 · Mailboxes',
  words: '4 of 5 · Recovery words',
  check: '4 of 5 · Recovery words',
  link: '5 of 5 · Your link',
  'typed-words': '1 of 5 · Your recovery words',
  devices: '4 of 5 · Your other devices',
  place: '5 of 5 · Where your account is',
  returning: '5 of 5 · Where your account is',
  returned: 'Welcome back',
};

const RETURN_TITLES: Readonly<Partial<Record<OnboardingStep, string>>> = {
  name: '2 of 5 · Your name',
  passphrase: '3 of 5 · A passphrase for this device',
  repeat: '3 of 5 · The passphrase again',
  link: 'Your link',
};

export function OnboardingScreen({ store, home, create, comeBack, confirm, finish, quit }: OnboardingScreenProps) {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const { columns, rows } = useWindowSize();
  const { write } = useStdout();
  const pressOnLink = ({ key, text }: Keystroke): void => {
    if (key === 'enter') finish();
    if (text === 'c') write(copySequence(store.get().link));
  };
  const press = (stroke: Keystroke): void => {
    const before = store.get();
    if (stroke.key === 'ctrl-c' && mayQuit(before)) quit();
    else if (before.step === 'link') pressOnLink(stroke);
    else {
      store.dispatch({ type: 'press', stroke });
      const { step } = store.get();
      if (before.step !== 'creating' && step === 'creating') create(store.get());
      if (before.step !== 'returning' && step === 'returning') comeBack(store.get());
      if (before.step === 'check' && step === 'link') confirm();
    }
  };
  useInput((input, key) => keystrokes(input, key).forEach(press));
  usePaste((text) => press({ key: 'text', text }));
  const hints = hintsFor(state);
  const title = (state.journey === 'return' ? RETURN_TITLES[state.step] : undefined) ?? TITLES[state.step];
  if (state.step === 'link') return h(LinkPage, { title, link: state.link, columns, rows, hints });
  return h(Panel, { title, columns, rows, card: true, hints }, h(OnboardingBody, { state, home, columns, rows }));
}

function hintsFor({ step, mailboxes, knownLink, draft }: OnboardingState): readonly KeyHint[] {
  const back = { key: 'Esc', does: 'back' };
  const takeAway = { key: 'Backspace', does: 'take away the last' };
  const isListed = draft.text === '' && (knownLink !== undefined || mailboxes.length > 0);
  switch (step) {
    case 'welcome':
      return [
        { key: 'Enter', does: 'create an account' },
        { key: 'r', does: 'come back with recovery words' },
        { key: 'Ctrl-C', does: 'quit' },
      ];
    case 'mailboxes': {
      const goesOn = mailboxes.length === 0 ? 'go on without' : 'go on';
      return [{ key: 'Enter', does: draft.text === '' ? goesOn : 'add' }, back, ...(isListed ? [takeAway] : [])];
    }
    case 'devices':
      return [{ key: '1 2', does: 'choose' }, back];
    case 'place':
      return [{ key: 'Enter', does: isListed ? 'come back' : 'add' }, back, ...(isListed ? [takeAway] : [])];
    case 'creating':
      return [];
    case 'returning':
      return [{ key: 'Ctrl-C', does: 'quit' }];
    case 'returned':
      return [{ key: 'Enter', does: 'go on' }];
    case 'words':
      return [{ key: 'Enter', does: 'I have written them down' }];
    case 'link':
      return [
        { key: 'Enter', does: 'start' },
        { key: 'c', does: 'copy the link' },
      ];
    default:
      return [{ key: 'Enter', does: hasField(step) ? 'next' : 'go on' }, back];
  }
}
