import { useSyncExternalStore } from 'react';
import type { Observable } from './observable.ts';

/** The value now; the component is drawn again when it changes. */
export function useObservable<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.get);
}
