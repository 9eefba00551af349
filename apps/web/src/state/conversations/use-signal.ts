import { useSyncExternalStore } from 'react';
import type { Signal } from './signal.ts';

/** Draws the component again whenever the signal says that something changed; returns the version. */
export function useSignal(signal: Signal): number {
  return useSyncExternalStore(signal.subscribe, signal.version);
}
