/** Tells mailboxes what is stored here and may be deleted there (specs/06 §4; attack E1). */
import type { AcknowledgementRecord } from '@sotto/ports';
import { formatHex, LIMITS, type MailboxAddress, parseMailboxAddress, SottoError } from '@sotto/wire';
import type { ClientContext } from './context.ts';
import { withTimeout } from './timeout.ts';

const CALL_TIMEOUT_MS = 8_000;
const AT_ONCE = 5_000;

export class Acknowledger {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** One round over everything that waits. Returns how many envelopes mailboxes were told of. */
  async acknowledge(): Promise<number> {
    const { store, ledger } = this.#context;
    const waiting = await store.acknowledgements(AT_ONCE);
    const byMailbox = groupBy(waiting, ({ mailbox }) => mailbox);
    const told = new Set((await Promise.all(byMailbox.map((records) => this.#tellMailbox(records)))).flat());
    // A mailbox that is gone must not keep the others waiting. What is forgotten comes again, and is known.
    const left = waiting.length === AT_ONCE ? waiting.filter((record) => !told.has(record)) : [];
    if (left.length > 0) await ledger.commit(left.map(done), 'relaxed');
    return told.size;
  }

  /** Returns those that were told, also when the mailbox fails in between. */
  async #tellMailbox(records: readonly AcknowledgementRecord[]): Promise<AcknowledgementRecord[]> {
    const told: AcknowledgementRecord[] = [];
    try {
      for (const group of groupBy(records, ({ topic }) => formatHex(topic))) {
        for (let start = 0; start < group.length; start += LIMITS.MAX_ACKNOWLEDGE_IDS) {
          const batch = group.slice(start, start + LIMITS.MAX_ACKNOWLEDGE_IDS);
          await this.#tell(batch);
          // Told once more after a power cut, the mailbox has nothing left to delete.
          await this.#context.ledger.commit(batch.map(done), 'relaxed');
          told.push(...batch);
        }
      }
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      this.#context.onError(error);
    }
    return told;
  }

  async #tell(batch: readonly AcknowledgementRecord[]): Promise<void> {
    const [first] = batch;
    const topic = first && this.#context.topics.byTopic(first.topic);
    if (first === undefined || topic === undefined) return;
    const mailbox: MailboxAddress = parseMailboxAddress(first.mailbox);
    const ids = batch.map(({ envelopeId }) => envelopeId);
    try {
      await withTimeout(this.#context, CALL_TIMEOUT_MS, (signal) =>
        this.#context.network.reader.acknowledge(mailbox, topic.credentials, ids, { signal }),
      );
    } catch (error) {
      // A mailbox that has lost the topic holds nothing of it any more.
      if (!(error instanceof SottoError) || error.code !== 'unknown-topic-or-key') throw error;
    }
  }
}

function done(record: AcknowledgementRecord) {
  return { kind: 'delete-acknowledgement', record } as const;
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Value[][] {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return [...groups.values()];
}
