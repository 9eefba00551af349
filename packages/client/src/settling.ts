/** Waits until a message of ours has come as far as a person waits for: into custody, or to an end (specs/08 §7). */
import type { ClientContext } from './context.ts';

/** Resolves when the message with this id has left `queued`, when the time is over, or when the client is closed. */
export function untilSettled(
  { events, clock, lifetime }: ClientContext,
  messageId: string,
  timeoutMs: number,
): { readonly settled: Promise<void>; finish(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop: (() => void)[] = [];
  const finish = () => {
    for (const off of stop.splice(0)) off();
    resolve();
  };
  stop.push(
    events.on('message-state', ({ id, state }) => {
      if (id === messageId && state !== 'queued') finish();
    }),
    clock.schedule(timeoutMs, finish),
  );
  // Last: it finishes at once when the client is closed already.
  stop.push(lifetime.onEnd(finish));
  return { settled: promise, finish };
}
