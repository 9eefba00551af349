/** Where the terminal app is between start and main screen, as one value. */
import type { AppController } from './app-controller.ts';
import type { AppAction } from './app-reducer.ts';
import type { AppState } from './app-state.ts';
import type { OnboardingAction } from './onboarding-reducer.ts';
import type { OnboardingState } from './onboarding-state.ts';
import type { Store } from './store.ts';
import type { UnlockState } from './unlock-state.ts';

export type AppPhase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'onboarding'; readonly store: Store<OnboardingState, OnboardingAction> }
  | { readonly kind: 'locked'; readonly store: Store<UnlockState, Partial<UnlockState>> }
  | { readonly kind: 'main'; readonly store: Store<AppState, AppAction>; readonly controller: AppController };
