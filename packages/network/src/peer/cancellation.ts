/** Giving up on time: by the caller's signal, or by the clock. */
import type { Clock } from '@sotto/ports';
import { UnavailableError } from '@sotto/wire';

function aborted(): UnavailableError {
  return new UnavailableError('aborted', 'given up by the caller');
}

/**
 * Waits for `work`, or until `signal` is aborted; the work itself goes on.
 * @throws {UnavailableError} `aborted`
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(aborted());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/**
 * Runs `work` with a signal that is aborted after `timeoutMs`.
 * @throws {UnavailableError} `timeout` then; whatever `work` throws before
 */
export async function withDeadline<T>(
  options: { readonly clock: Clock; readonly timeoutMs: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = options.clock.schedule(options.timeoutMs, () => controller.abort());
  try {
    return await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) throw new UnavailableError('timeout', 'no connection in time');
    throw error;
  } finally {
    cancel();
  }
}
