/** Tells a contact that the person is typing, no more often than the client would pass on (specs/11 §8). */
import { LIMITS } from '@sotto/wire';
import { useCallback, useRef } from 'react';
import { useClient } from '../../state/application.ts';

const INTERVAL_MS = LIMITS.TYPING_INTERVAL_SECONDS * 1000;

export function useTypingNews(contact: string): () => void {
  const client = useClient();
  const toldAtMs = useRef<number>(undefined);
  return useCallback(() => {
    const nowMs = performance.now();
    if (toldAtMs.current !== undefined && nowMs - toldAtMs.current < INTERVAL_MS) return;
    toldAtMs.current = nowMs;
    // Whoever cannot be told is not told.
    client.typing(contact).catch(() => undefined);
  }, [client, contact]);
}
