/** Typed events of a client. A handler that throws harms nobody else. */
import type { ClientEvents } from './sotto-client.ts';

type Handler<K extends keyof ClientEvents> = (event: ClientEvents[K]) => void;

export class EventHub {
  readonly #handlers = new Map<keyof ClientEvents, Set<Handler<never>>>();

  on<K extends keyof ClientEvents>(kind: K, handler: Handler<K>): () => void {
    const handlers = this.#handlers.get(kind) ?? new Set();
    this.#handlers.set(kind, handlers);
    handlers.add(handler as Handler<never>);
    return () => {
      handlers.delete(handler as Handler<never>);
    };
  }

  has(kind: keyof ClientEvents): boolean {
    return (this.#handlers.get(kind)?.size ?? 0) > 0;
  }

  emit<K extends keyof ClientEvents>(kind: K, event: ClientEvents[K]): void {
    for (const handler of this.#handlers.get(kind) ?? []) {
      try {
        (handler as Handler<K>)(event);
      } catch {
        // A listener's mistake must not stop delivery; what it shows is its own business.
      }
    }
  }
}
