/**
 * What failed or expired is tried again, because the person wants it (specs/08 §7).
 *
 * The old envelopes go, and the same content waits to be sealed once more: the keys that the old ones were sealed with may be
 * gone at the receiver, and the session may be one that nothing is sealed in any more. So it goes the way of a message
 * whose receiver has no keys yet: fresh keys first, then a session, then an envelope.
 */
import type { MessageRecord, OutboxRecord, StoreChange, UnsealedRecord } from '@sotto/ports';
import { formatHex, LIMITS, LimitError, UsageError } from '@sotto/wire';
import type { ClientContext } from './context.ts';

const MAX_ROWS_PER_MESSAGE = 64;

export class MessageRetry {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /**
   * The message climbs from `queued` again; durable when it resolves. Returns whether there is anything to do: `false` for a
   * message that is on its way or has arrived.
   * @throws {UsageError} `invalid-argument` when what was to be sent is not kept any more
   * @throws {LimitError} `quota` when too much waits already
   */
  async retry({ conversation, messageId }: MessageRecord): Promise<boolean> {
    const { store, ledger, locks } = this.#context;
    return await locks.run(formatHex(conversation), async () => {
      const message = await store.message(conversation, messageId);
      if (message?.state !== 'failed' && message?.state !== 'expired') return false;
      const rows = await store.outbox({ messageId, statuses: ['failed', 'expired'], limit: MAX_ROWS_PER_MESSAGE });
      await ledger.commit([
        ...rows.map(({ envelopeId }): StoreChange => ({ kind: 'delete-outbox', envelopeId })),
        { kind: 'put-unsealed', record: await this.#unsealed(message, rows) },
        { kind: 'set-message-state', conversation, messageId, state: 'queued' },
      ]);
      return true;
    });
  }

  async #unsealed({ conversation, messageId }: MessageRecord, [row]: readonly OutboxRecord[]): Promise<UnsealedRecord> {
    if (row === undefined) {
      throw new UsageError('invalid-argument', 'this message cannot be tried again', {
        hint: 'Write it anew.',
      });
    }
    const waiting = await this.#context.store.unsealed(conversation);
    if (waiting.length >= LIMITS.MAX_UNSEALED_MESSAGES) {
      throw new LimitError('quota', 'too many messages wait for the keys of this contact', {
        facts: { max: LIMITS.MAX_UNSEALED_MESSAGES },
        hint: 'They go out once one of the mailboxes of this contact can be reached: sotto sync',
      });
    }
    return { conversation, messageId, sequence: row.sequence, content: row.content };
  }
}
