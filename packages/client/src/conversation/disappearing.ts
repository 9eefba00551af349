/**
 * Messages whose time is over go: when the client is opened, and then as each comes due (specs/11 §6).
 *
 * Runs whether or not the client is online. Nothing is shown of a store before what is over has gone.
 */
import type { MessageRecord } from '@sotto/ports';
import { formatAccountId, formatHex } from '@sotto/wire';
import type { ClientContext } from '../context.ts';
import { Pump } from '../pump.ts';

const AT_ONCE = 200;
/** Timers of platforms do not take longer waits. */
const MAX_WAIT_MS = 86_400_000;

export class Disappearing {
  readonly #context: ClientContext;
  readonly #pump: Pump;

  constructor(context: ClientContext) {
    this.#context = context;
    this.#pump = new Pump({ clock: context.clock, work: () => this.#work(), onError: context.onError });
  }

  /** Resolves when everything that is over has gone. */
  async start(): Promise<void> {
    await this.#sweep();
    this.#pump.start();
  }

  async stop(): Promise<void> {
    await this.#pump.stop();
  }

  /** A message got a time, or an earlier one. */
  poke(): void {
    this.#pump.poke();
  }

  /** Takes a message from this store, with its effects. */
  async remove({ conversation, messageId }: MessageRecord): Promise<void> {
    const { store, locks, ledger, removal, events } = this.#context;
    const isRemoved = await locks.run(formatHex(conversation), async () => {
      const message = await store.message(conversation, messageId);
      if (message === undefined || message.visibility === 'gone') return false;
      await ledger.commit(await removal.changes(message));
      return message.visibility === undefined || message.visibility === 'deleted';
    });
    if (isRemoved) {
      const contact = formatAccountId(conversation);
      events.emit('message-removed', { contact, id: formatHex(messageId) });
      events.emit('conversation', contact);
    }
  }

  async #work(): Promise<number | undefined> {
    await this.#sweep();
    const { store, clock } = this.#context;
    const dueAtMs = await store.nextExpiryAtMs();
    return dueAtMs === undefined ? undefined : Math.min(MAX_WAIT_MS, Math.max(0, dueAtMs - clock.nowMs()));
  }

  async #sweep(): Promise<void> {
    const { store, clock } = this.#context;
    for (;;) {
      const over = await store.expiredMessages(clock.nowMs(), AT_ONCE);
      for (const message of over) await this.remove(message);
      if (over.length < AT_ONCE) return;
    }
  }
}
