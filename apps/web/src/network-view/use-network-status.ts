/** The state of the peer, read again when the client says that something changed: never by a timer. */
import type { Finding, StatusReport } from '@sotto/client';
import { useClientValue } from '../state/use-client-value.ts';

export interface NetworkStatus {
  readonly status: StatusReport;
  readonly findings: readonly Finding[];
}

export function useNetworkStatus(): NetworkStatus | undefined {
  return useClientValue(
    async (client): Promise<NetworkStatus> => {
      const [status, findings] = await Promise.all([client.status(), client.doctor()]);
      return { status, findings };
    },
    ['network', 'contact', 'message', 'message-state'],
  );
}
