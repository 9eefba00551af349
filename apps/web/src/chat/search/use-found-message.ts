import { useCallback, useEffect, useRef } from 'react';
import { showFound } from '../../state/conversations/found-message.ts';
import type { WordFinder } from '../markdown/word-marks.ts';

/**
 * What marks the found words in a message that somebody goes to, until this search is closed, asks something else or goes to
 * another message. `query`: what is asked; `find`: finds its words.
 */
export function useFoundMessage(query: string, find: WordFinder): (contact: string, id: string) => void {
  const takeBack = useRef<() => void>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question takes the marks of the one before away
  useEffect(() => () => takeBack.current?.(), [query]);
  return useCallback(
    (contact, id) => {
      takeBack.current = showFound({ contact, id, find });
    },
    [find],
  );
}
