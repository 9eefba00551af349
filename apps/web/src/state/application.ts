/** The long-lived parts of the page, for its components: `useApplication()`. */
import { UsageError } from '@sotto/wire';
import { createContext, useContext } from 'react';
import type { Sotto as Client } from 'sotto';
import type { PreferenceStore } from './preferences.ts';
import type { Session } from './session.ts';

export interface Application {
  readonly session: Session;
  readonly preferences: PreferenceStore;
}

const ApplicationContext = createContext<Application | undefined>(undefined);
const ClientContext = createContext<Client | undefined>(undefined);

export const ApplicationProvider = ApplicationContext.Provider;
/** Around everything that needs an open account. */
export const ClientProvider = ClientContext.Provider;

export function useApplication(): Application {
  return required(useContext(ApplicationContext));
}

/** The open account. @throws {UsageError} `closed` outside of what is shown while it is open */
export function useClient(): Client {
  return required(useContext(ClientContext));
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new UsageError('closed', 'this part of the page needs what is not there yet');
  return value;
}
