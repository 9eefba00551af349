/** What the parts of the controller of the terminal app work with. */
import type { SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import type { AppAction } from './app-reducer.ts';
import type { Flash } from './app-state.ts';

export interface ControllerParts {
  readonly client: SottoClient;
  readonly dispatch: (action: AppAction) => void;
  readonly clock: Clock;
  readonly flash: (text: string, tone: Flash['tone']) => void;
  /** Shows the person what failed. */
  readonly report: (error: unknown) => void;
}

/** What the controller gets from outside. */
export interface ControllerOptions extends Pick<ControllerParts, 'client' | 'dispatch' | 'clock'> {
  /** Whether the account has a mailbox that runs beside its app, on this device. */
  readonly hasOwnMailbox: () => Promise<boolean>;
}
