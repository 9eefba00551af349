/** What could not be sent in the open conversation, for the messages that it is about. */
import type { MessageView } from '@sotto/client';
import { createContext, useContext } from 'react';

export interface FailedEffectsValue {
  /** Those that failed first stand first. */
  readonly failed: readonly MessageView[];
  /** The person does not want it tried again. */
  dismiss(effect: MessageView): void;
  retry(effect: MessageView): void;
}

const NONE: FailedEffectsValue = { failed: [], dismiss: () => undefined, retry: () => undefined };

const FailedEffectsContext = createContext<FailedEffectsValue>(NONE);

export const FailedEffectsProvider = FailedEffectsContext.Provider;

export function useFailedEffectsHere(): FailedEffectsValue {
  return useContext(FailedEffectsContext);
}
