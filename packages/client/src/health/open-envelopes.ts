/**
 * Outgoing envelopes that nobody has confirmed yet: why they wait, and which mailboxes hold them (specs/08 §14).
 *
 * Read from the store when it is first asked for, then follows every commit: a status costs no reading. Holds no content.
 */
import type { CustodyRecord, MessageStore, OutboxRecord, StoreChange } from '@sotto/ports';
import {
  type AccountId,
  CustodyReceiptBodySchema,
  CustodyReceiptSchema,
  decodeMessage,
  formatHex,
  LIMITS,
  SottoError,
} from '@sotto/wire';
import type { Remembering } from '../ledger.ts';

/** Receipts that are read at once. */
const AT_ONCE = 100;
/** Changes that are kept while the store is read; with more, it is read once more. */
const MAX_MEANWHILE = 10_000;
const OPEN: readonly OutboxRecord['status'][] = ['pending', 'custody'];

export interface OpenEnvelope {
  readonly status: OutboxRecord['status'];
  readonly failure: string | undefined;
  readonly attempts: number;
  readonly createdAtMs: number;
  /** Number of mailboxes that it is for. */
  readonly of: number;
  readonly custody: ReadonlyMap<string, Holding>;
}

export interface Holding {
  /** By our clock. */
  readonly expiresAtMs: number;
  /** As the mailbox signed it. */
  readonly receivedAtMs: number;
}

type Book = Map<string, OpenEnvelope>;

export class OpenEnvelopes implements Remembering {
  readonly #store: Pick<MessageStore, 'outbox' | 'custody' | 'unsealed' | 'contacts'>;
  #book: Book = new Map();
  /** Messages without an envelope, by their key: whom they are for. */
  #unsealed = new Map<string, AccountId>();
  #state: 'unread' | 'reading' | 'read' = 'unread';
  #meanwhile: StoreChange[] = [];
  #reading: Promise<void> | undefined;

  constructor(store: Pick<MessageStore, 'outbox' | 'custody' | 'unsealed' | 'contacts'>) {
    this.#store = store;
  }

  /** @throws {UnavailableError} storage */
  async envelopes(): Promise<readonly OpenEnvelope[]> {
    await this.#ready();
    return [...this.#book.values()];
  }

  /** Whom the messages are for that have no envelope yet. @throws {UnavailableError} storage */
  async unsealed(): Promise<readonly AccountId[]> {
    await this.#ready();
    return [...this.#unsealed.values()];
  }

  async reload(): Promise<void> {
    this.#state = 'unread';
  }

  committed(changes: readonly StoreChange[]): void {
    if (this.#state === 'read') for (const change of changes) this.#follow(change);
    if (this.#state !== 'reading') return;
    this.#meanwhile.push(...changes.filter(isOfInterest));
    if (this.#meanwhile.length > MAX_MEANWHILE) this.#state = 'unread';
  }

  async #ready(): Promise<void> {
    while (this.#state !== 'read') {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
  }

  async #read(): Promise<void> {
    this.#state = 'reading';
    this.#meanwhile = [];
    try {
      const rows = await this.#store.outbox({ statuses: OPEN, limit: LIMITS.MAX_OUTBOX_ENVELOPES });
      const book: Book = new Map();
      for (let start = 0; start < rows.length; start += AT_ONCE) {
        const batch = rows.slice(start, start + AT_ONCE);
        const custody = await Promise.all(batch.map(({ envelopeId }) => this.#store.custody(envelopeId)));
        batch.forEach((row, i) => {
          book.set(formatHex(row.envelopeId), openEnvelope(row, holdings(custody[i] ?? [])));
        });
      }
      const unsealed = new Map<string, AccountId>();
      for (const { accountId } of await this.#store.contacts()) {
        for (const { messageId } of await this.#store.unsealed(accountId))
          unsealed.set(formatHex(messageId), accountId);
      }
      this.#book = book;
      this.#unsealed = unsealed;
      // Whatever was read before or after one of these, it is true once they are all applied in their order.
      for (const change of this.#meanwhile) this.#follow(change);
      if (this.#state === 'reading') this.#state = 'read';
    } catch (error) {
      this.#state = 'unread';
      throw error;
    } finally {
      this.#meanwhile = [];
    }
  }

  #follow(change: StoreChange): void {
    switch (change.kind) {
      case 'put-outbox':
        this.#put(change.record);
        break;
      case 'delete-outbox':
        this.#book.delete(formatHex(change.envelopeId));
        break;
      case 'put-custody': {
        const key = formatHex(change.record.envelopeId);
        const known = this.#book.get(key);
        if (known)
          this.#book.set(key, { ...known, custody: new Map([...known.custody, ...holdings([change.record])]) });
        break;
      }
      case 'put-unsealed':
        this.#unsealed.set(formatHex(change.record.messageId), change.record.conversation);
        break;
      case 'delete-unsealed':
        this.#unsealed.delete(formatHex(change.messageId));
        break;
    }
  }

  #put(row: OutboxRecord): void {
    const key = formatHex(row.envelopeId);
    if (OPEN.includes(row.status)) this.#book.set(key, openEnvelope(row, this.#book.get(key)?.custody ?? new Map()));
    else this.#book.delete(key);
  }
}

function isOfInterest({ kind }: StoreChange): boolean {
  return /^(?:put|delete)-(?:outbox|unsealed)$|^put-custody$/.test(kind);
}

function openEnvelope(row: OutboxRecord, custody: OpenEnvelope['custody']): OpenEnvelope {
  const { status, failure, attempts, createdAtMs, mailboxes } = row;
  return { status, failure, attempts, createdAtMs, of: mailboxes.length, custody };
}

function holdings(records: readonly CustodyRecord[]): Map<string, Holding> {
  return new Map(
    records.map(({ mailbox, expiresAtMs, receipt }) => [mailbox, { expiresAtMs, receivedAtMs: receivedAtMs(receipt) }]),
  );
}

/** Of a receipt that was verified when it came; 0 for one that cannot be read any more. */
function receivedAtMs(receipt: Uint8Array): number {
  try {
    const { body } = decodeMessage(CustodyReceiptSchema, receipt, LIMITS.MAX_FRAME_BYTES);
    return Number(decodeMessage(CustodyReceiptBodySchema, body, LIMITS.MAX_FRAME_BYTES).receivedAtMs);
  } catch (error) {
    if (error instanceof SottoError) return 0;
    throw error;
  }
}
