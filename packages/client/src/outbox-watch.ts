/** Tells whoever listens when the number of envelopes that wait, or are in custody, has changed (specs/08 §7). */
import type { MessageStore, StoreChange } from '@sotto/ports';
import type { EventHub } from './event-hub.ts';
import type { StatusReport } from './health/status-report.ts';
import type { Remembering } from './ledger.ts';
import type { Lifetime } from './lifetime.ts';

interface OutboxWatchParts {
  readonly store: Pick<MessageStore, 'outboxCount'>;
  readonly events: EventHub;
  readonly lifetime: Lifetime;
}

export class OutboxWatch implements Remembering {
  readonly #parts: OutboxWatchParts;
  /** `again`: something was committed while it counted. */
  #state: 'idle' | 'counting' | 'again' = 'idle';
  #told: StatusReport['outbox'] | undefined;

  constructor(parts: OutboxWatchParts) {
    this.#parts = parts;
  }

  async reload(): Promise<void> {
    this.#look();
  }

  committed(changes: readonly StoreChange[]): void {
    if (changes.some(({ kind }) => kind === 'put-outbox' || kind === 'delete-outbox')) this.#look();
  }

  #look(): void {
    if (!this.#parts.events.has('outbox')) return;
    if (this.#state !== 'idle') {
      this.#state = 'again';
      return;
    }
    this.#state = 'counting';
    this.#parts.lifetime.run(() =>
      this.#count().finally(() => {
        const isBehind = this.#state === 'again';
        this.#state = 'idle';
        if (isBehind) this.#look();
      }),
    );
  }

  async #count(): Promise<void> {
    const now = await this.#parts.store.outboxCount();
    const isNews = now.pending !== this.#told?.pending || now.custody !== this.#told?.custody;
    this.#told = now;
    if (isNews) this.#parts.events.emit('outbox', now);
  }
}
