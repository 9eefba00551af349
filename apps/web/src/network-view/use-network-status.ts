/**
 * The state of the peer, read again when the client says that something changed, and now and then while the page is seen:
 * bytes and round trips change without an event.
 */
import type { Finding, StatusReport } from '@sotto/client';
import { useEffect, useState } from 'react';
import { useClientValue } from '../state/use-client-value.ts';

const LOOK_EVERY_MS = 10_000;

export interface NetworkStatus {
  readonly status: StatusReport;
  readonly findings: readonly Finding[];
}

export function useNetworkStatus(): NetworkStatus | undefined {
  const turn = useTurn();
  return useClientValue(
    async (client): Promise<NetworkStatus> => {
      const [status, findings] = await Promise.all([client.status(), client.doctor()]);
      return { status, findings };
    },
    ['network', 'contact', 'message', 'message-state', 'outbox'],
    [turn],
  );
}

function useTurn(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setTurn((before) => before + 1);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return turn;
}
