/**
 * The outbox: sends what has been sealed until it has arrived, and writes down every step (specs/08 §7; attacks B12, E1).
 *
 * Every attempt sends the stored bytes. Nothing is forgotten by a crash: rows are stored before they are sent.
 */
import type { CustodyRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { type AccountId, formatHex, LIMITS, type MessageId, type SottoError } from '@sotto/wire';
import { retryDelayMs } from './backoff.ts';
import type { ClientContext } from './context.ts';
import type { Courier } from './courier.ts';
import type { Ladder } from './ladder.ts';
import { Pump } from './pump.ts';

const BATCH_ROWS = 200;
const PARALLEL_ROWS = 16;
/** Refusals that trying again does not change. */
const FINAL_REFUSALS: ReadonlySet<string> = new Set(['too-large', 'admission-needed']);

export class Outbox {
  readonly #context: ClientContext;
  readonly #courier: Courier;
  readonly #ladder: Ladder;
  readonly #inFlight = new Set<string>();
  /** Rows whose receiver asked for them again; they go to every mailbox, whatever receipts say. */
  readonly #asked = new Set<string>();
  readonly #pump: Pump;
  #clockSkewsMs: number[] = [];
  #online = false;

  constructor(
    context: ClientContext,
    parts: { readonly courier: Courier; readonly ladder: Ladder; readonly onError: (error: unknown) => void },
  ) {
    this.#context = context;
    this.#courier = parts.courier;
    this.#ladder = parts.ladder;
    this.#pump = new Pump({ clock: context.clock, work: () => this.#work(), onError: parts.onError });
  }

  /** From now on rows are sent as they come; `start` adds trying again in the background. */
  enable(): void {
    this.#online = true;
  }

  start(): void {
    this.enable();
    this.#pump.start();
  }

  async stop(): Promise<void> {
    this.#online = false;
    await this.#pump.stop();
  }

  /** Median difference of mailbox clocks to ours, of the last 31 receipts; 0 when there is none. */
  get clockSkewMs(): number {
    const sorted = [...this.#clockSkewsMs].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
  }

  /** Sends rows that were just stored, without waiting for the pump. Does nothing while offline. */
  async sendNow(rows: readonly OutboxRecord[]): Promise<void> {
    if (!this.#online) return;
    await this.#attemptAll(rows);
    this.#pump.poke();
  }

  poke(): void {
    this.#pump.poke();
  }

  /** Tries every row that is not where it should be once, due or not. */
  async drainOnce(): Promise<void> {
    const rows = await this.#context.store.outbox({ statuses: ['pending', 'custody'], limit: 10_000 });
    await this.#attemptAll(rows.filter((row) => row.status === 'pending' || row.nextAttemptAtMs < row.expiresAtMs));
  }

  /** A device came within reach: what waits for it is tried now. */
  async retryDevice(accountId: AccountId, deviceId: OutboxRecord['deviceId']): Promise<void> {
    const rows = await this.#context.store.outbox({
      statuses: ['pending'],
      device: { accountId, deviceId },
      limit: BATCH_ROWS,
    });
    await this.#attemptAll(rows);
  }

  /**
   * The receiver asked again: what to store so that the same bytes go out again, also to mailboxes that said that they
   * hold them. Call `poke` once it is stored.
   */
  resendChanges(rows: readonly OutboxRecord[]): StoreChange[] {
    const nowMs = this.#context.clock.nowMs();
    for (const row of rows) this.#asked.add(formatHex(row.envelopeId));
    return rows.map((row) => ({
      kind: 'put-outbox',
      record: { ...row, status: 'pending', nextAttemptAtMs: nowMs },
    }));
  }

  /** Starts failed and expired rows of a message anew. */
  async retryMessage(messageId: MessageId): Promise<void> {
    const nowMs = this.#context.clock.nowMs();
    const rows = await this.#context.store.outbox({ messageId, statuses: ['failed', 'expired'], limit: BATCH_ROWS });
    const renewed = rows.map((row): OutboxRecord => {
      const { failure: _, ...rest } = row;
      const expiresAtMs = nowMs + LIMITS.DEFAULT_TTL_SECONDS * 1000;
      return { ...rest, status: 'pending', attempts: 0, nextAttemptAtMs: nowMs, expiresAtMs };
    });
    await this.#ladder.commit(renewed, []);
    this.#pump.poke();
  }

  async #work(): Promise<number | undefined> {
    const { store, clock } = this.#context;
    const nowMs = clock.nowMs();
    const rows = await store.outbox({ dueAtMs: nowMs, statuses: ['pending', 'custody'], limit: BATCH_ROWS });
    await this.#attemptAll(rows);
    if (rows.length === BATCH_ROWS) return 0;
    const next = await store.nextAttemptAtMs();
    return next === undefined ? undefined : Math.max(50, next - clock.nowMs());
  }

  async #attemptAll(rows: readonly OutboxRecord[]): Promise<void> {
    const queue = rows.filter((row) => !this.#inFlight.has(formatHex(row.envelopeId)));
    const worker = async () => {
      for (let row = queue.shift(); row; row = queue.shift()) await this.#attempt(row);
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL_ROWS, queue.length) }, worker));
  }

  async #attempt(row: OutboxRecord): Promise<void> {
    const key = formatHex(row.envelopeId);
    if (this.#inFlight.has(key)) return;
    this.#inFlight.add(key);
    try {
      await this.#send(row);
    } finally {
      this.#inFlight.delete(key);
    }
  }

  async #send(row: OutboxRecord): Promise<void> {
    const { clock, links, store } = this.#context;
    if (row.expiresAtMs <= clock.nowMs()) {
      await this.#finish(row, { ...row, status: 'expired', failure: 'expired' }, []);
      return;
    }
    const { record } = await links.load(row.accountId, row.deviceId);
    if (record.address && row.status === 'pending') {
      const location = { peerId: record.address.peerId, addresses: record.address.directAddresses };
      const outcome = location.peerId === '' ? 'not-delivered' : await this.#courier.sendDirect(row, location);
      if (outcome === 'delivered') {
        await this.#finish(row, { ...row, status: 'delivered' }, []);
        return;
      }
      if (outcome === 'stored-without-proof') {
        // The device holds it and gives no receipts: it is in the best custody there is.
        await this.#finish(row, { ...row, status: 'custody', nextAttemptAtMs: row.expiresAtMs }, []);
        return;
      }
    }
    const asked = this.#asked.delete(formatHex(row.envelopeId));
    const held = new Set(asked ? [] : (await store.custody(row.envelopeId)).map(({ mailbox }) => mailbox));
    const outcome = await this.#courier.deposit(row, held);
    this.#noteSkews(outcome.receipts);
    const heldNow = held.size + outcome.receipts.length;
    await this.#finish(row, this.#afterDeposit(row, heldNow, outcome.failures), outcome.receipts);
  }

  #afterDeposit(row: OutboxRecord, held: number, failures: readonly SottoError[]): OutboxRecord {
    const of = row.mailboxes.length;
    const attempts = row.attempts + 1;
    const nextAttemptAtMs = this.#context.clock.nowMs() + retryDelayMs(attempts, this.#context.random);
    const failure = failures[0]?.code;
    if (of > 0 && held >= Math.min(LIMITS.CUSTODY_QUORUM, of)) {
      const { failure: _, ...rest } = row;
      return { ...rest, status: 'custody', attempts, nextAttemptAtMs: held === of ? row.expiresAtMs : nextAttemptAtMs };
    }
    if (failures.length > 0 && failures.every(({ code }) => FINAL_REFUSALS.has(code))) {
      return { ...row, status: 'failed', attempts, failure: failure ?? 'refused' };
    }
    return { ...row, status: 'pending', attempts, nextAttemptAtMs, failure: failure ?? 'unreachable' };
  }

  async #finish(before: OutboxRecord, after: OutboxRecord, receipts: readonly CustodyRecord[]): Promise<void> {
    // Someone else may have finished it while this attempt was under way: a receipt came in, or it was sealed anew.
    const current = await this.#context.store.outboxEntry(before.envelopeId);
    if (current === undefined || current.status === 'delivered') return;
    const custody = receipts.map((record): StoreChange => ({ kind: 'put-custody', record }));
    await this.#ladder.commit([after], custody);
  }

  #noteSkews(receipts: readonly { readonly clockSkewMs: number }[]): void {
    this.#clockSkewsMs = [...this.#clockSkewsMs, ...receipts.map(({ clockSkewMs }) => clockSkewMs)].slice(-31);
  }
}
