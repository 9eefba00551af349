import { useSyncExternalStore } from 'react';
import { foundMessage } from '../../state/conversations/found-message.ts';
import type { WordFinder } from '../markdown/word-marks.ts';

/** Finds the words that somebody has come to this message by; absent: they have not, or that search is closed. */
export function useFoundWords({
  contact,
  id,
}: {
  readonly contact: string;
  readonly id: string;
}): WordFinder | undefined {
  return useSyncExternalStore(foundMessage.subscribe, () => {
    const found = foundMessage.get();
    return found?.id === id && found.contact === contact ? found.find : undefined;
  });
}
