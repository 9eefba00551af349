/** Gives up on work when its time is over, measured by the clock port, or when the client is closed. */
import type { Clock } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';
import type { Lifetime } from './lifetime.ts';

/**
 * Rejects at that moment, whether or not the work listens to its signal.
 * @throws {UnavailableError} `timeout`, `aborted`, and what the work throws
 */
export async function withTimeout<T>(
  { clock, lifetime }: { readonly clock: Clock; readonly lifetime: Lifetime },
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const giveUp = (reason: UnavailableError) => {
    reject(reason);
    controller.abort();
  };
  const stopTimer = clock.schedule(timeoutMs, () => giveUp(new UnavailableError('timeout', 'no answer in time')));
  const forget = lifetime.onEnd(() => giveUp(new UnavailableError('aborted', 'the client is being closed')));
  try {
    if (!controller.signal.aborted) work(controller.signal).then(resolve, reject);
    return await promise;
  } finally {
    stopTimer();
    forget();
  }
}
