/** Gives work a signal that aborts when its time is over, measured by the clock port. */
import type { Clock } from '@sotto/ports';

export async function withTimeout<T>(
  clock: Clock,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const cancel = clock.schedule(timeoutMs, () => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    cancel();
  }
}
