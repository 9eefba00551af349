/** Connecting for a look: waits until every own mailbox answers, or for the time given. */
import type { SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';

export interface ConnectOptions {
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Resolves as soon as all mailboxes of the account are reachable, at the latest after `timeoutMs`. */
export async function connectFully(client: SottoClient, { timeoutMs, clock }: ConnectOptions): Promise<void> {
  await client.goOnline();
  let stop = () => {};
  const connected = new Promise<void>((resolve, reject) => {
    const look = () => {
      client.status().then(({ mailboxes }) => {
        if (mailboxes.every(({ reachable }) => reachable)) resolve();
      }, reject);
    };
    const stopListening = client.on('network', look);
    const cancel = clock.schedule(timeoutMs, resolve);
    stop = () => {
      stopListening();
      cancel();
    };
    look();
  });
  try {
    await connected;
  } finally {
    stop();
  }
}
