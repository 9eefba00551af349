/** The message that somebody has come to by a search, and the words that it was found by, as long as that search is open. */
import type { TextRange } from '@sotto/client';
import { type Observable, ObservableValue } from '../observable.ts';

export interface FoundMessage {
  readonly contact: string;
  readonly id: string;
  /** Finds the words in a text. */
  readonly find: (text: string) => readonly TextRange[];
}

const current = new ObservableValue<FoundMessage | undefined>(undefined);

export const foundMessage: Observable<FoundMessage | undefined> = current;

/** The last one counts. What is returned takes it back, unless another one was found meanwhile. */
export function showFound(found: FoundMessage): () => void {
  current.set(found);
  return () => {
    if (current.get() === found) current.set(undefined);
  };
}
