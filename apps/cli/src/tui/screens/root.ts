/** Chooses the screen for the phase that the app is in. */
import type { Clock } from '@sotto/ports';
import { Box, useInput, useWindowSize } from 'ink';
import { useSyncExternalStore } from 'react';
import type { AppSession } from '../app-session.ts';
import { Text } from '../components/text.ts';
import { h } from '../h.ts';
import { keystrokes } from '../keystroke.ts';
import { MainScreen } from './main-screen.ts';
import { OnboardingScreen } from './onboarding-screen.ts';
import { UnlockScreen } from './unlock-screen.ts';

export interface RootProps {
  readonly session: AppSession;
  readonly home: string;
  readonly clock: Clock;
  readonly quit: () => void;
}

export function Root({ session, home, clock, quit }: RootProps) {
  const phase = useSyncExternalStore(session.phase.subscribe, session.phase.get);
  switch (phase.kind) {
    case 'starting':
      return h(Starting, { quit });
    case 'onboarding':
      return h(OnboardingScreen, {
        store: phase.store,
        home,
        create: (state) => void session.create(state),
        comeBack: (state) => void session.comeBack(state),
        confirm: () => void session.confirmWords(),
        finish: () => void session.finishOnboarding(),
        quit,
      });
    case 'locked':
      return h(UnlockScreen, {
        store: phase.store,
        home,
        unlock: (passphrase) => void session.unlock(async () => passphrase),
        quit,
      });
    case 'main':
      return h(MainScreen, { store: phase.store, controller: phase.controller, clock, quit });
  }
}

function Starting({ quit }: { readonly quit: () => void }) {
  const { columns, rows } = useWindowSize();
  useInput((input, key) => {
    if (keystrokes(input, key).some((stroke) => stroke.key === 'ctrl-c')) quit();
  });
  return h(
    Box,
    { width: columns, height: rows, alignItems: 'center', justifyContent: 'center' },
    h(Text, { bold: true, color: 'cyan' }, '◆ Sotto'),
  );
}
