/** The first run on the screen. What happens is decided in onboarding-state.ts. */
import { useInput, usePaste, useStdout, useWindowSize } from 'ink';
import { useSyncExternalStore } from 'react';
import { copySequence } from '../clipboard.ts';
import type { KeyHint } from '../components/footer.ts';
import { Panel } from '../components/panel.ts';
import { h } from '../h.ts';
import { type Keystroke, keystrokes } from '../keystroke.ts';
import {
  hasField,
  mayQuit,
  type OnboardingAction,
  type OnboardingState,
  type OnboardingStep,
} from '../onboarding-state.ts';
import type { Store } from '../store.ts';
import { LinkPage } from './link-page.ts';
import { OnboardingBody } from './onboarding-body.ts';

export interface OnboardingScreenProps {
  readonly store: Store<OnboardingState, OnboardingAction>;
  readonly home: string;
  /** Called once when the person has given everything that the account needs. */
  readonly create: (state: OnboardingState) => void;
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
};

export function OnboardingScreen({ store, home, create, confirm, finish, quit }: OnboardingScreenProps) {
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
      if (step === 'link') confirm();
    }
  };
  useInput((input, key) => keystrokes(input, key).forEach(press));
  usePaste((text) => press({ key: 'text', text }));
  const hints = hintsFor(state);
  const title = TITLES[state.step];
  if (state.step === 'link') return h(LinkPage, { title, link: state.link, columns, rows, hints });
  return h(Panel, { title, columns, rows, card: true, hints }, h(OnboardingBody, { state, home, columns, rows }));
}

function hintsFor({ step, mailboxes, draft }: OnboardingState): readonly KeyHint[] {
  const back = { key: 'Esc', does: 'back' };
  switch (step) {
    case 'welcome':
      return [
        { key: 'Enter', does: 'create an account' },
        { key: 'Ctrl-C', does: 'quit' },
      ];
    case 'mailboxes': {
      const goesOn = mailboxes.length === 0 ? 'go on without' : 'go on';
      return [{ key: 'Enter', does: draft.text === '' ? goesOn : 'add' }, back];
    }
    case 'creating':
      return [];
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
