/**
 * The outbox: sends what has been sealed until it has arrived, and writes down every step (specs/08 §7; attacks B12, E1).
 *
 * Every attempt sends the stored bytes. Nothing is forgotten by a crash: rows are stored before they are sent.
 */
import type { CustodyRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import {
  type AccountId,
  type EnvelopeId,
  equalBytes,
  formatHex,
  LIMITS,
  type MessageId,
  type SottoError,
} from '@sotto/wire';
import { retryDelayMs } from './backoff.ts';
import type { ClientContext } from './context.ts';
import type { Courier } from './courier.ts';
import { ClockSkew } from './health/clock-skew.ts';
import type { Ladder } from './ladder.ts';
import { Pump } from './pump.ts';

const BATCH_ROWS = 200;
const PARALLEL_ROWS = 16;
/** Rows on their way at once; what is beyond waits for the pump. */
const MAX_IN_FLIGHT = 64;
/** Waits of the pump: while everything that is due is on its way already, and at most while anything is not delivered. */
const BUSY_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Refusals that trying again does not change. */
const FINAL_REFUSALS: ReadonlySet<string> = new Set(['too-large', 'admission-needed']);

export class Outbox {
  readonly #context: ClientContext;
  readonly #courier: Courier;
  readonly #ladder: Ladder;
  /** Rows on their way, and when each of these attempts has ended; never rejects. */
  readonly #inFlight = new Map<string, Promise<void>>();
  /** Rows whose receiver asked for them again; they go to every mailbox, whatever receipts say. */
  readonly #asked = new Set<string>();
  readonly #pump: Pump;
  /** Of mailbox clocks to ours. */
  readonly skew = new ClockSkew();
  #isOnline = false;

  constructor(context: ClientContext, parts: { readonly courier: Courier; readonly ladder: Ladder }) {
    this.#context = context;
    this.#courier = parts.courier;
    this.#ladder = parts.ladder;
    this.#pump = new Pump({ clock: context.clock, work: () => this.#work(), onError: context.onError });
  }

  /** From now on rows are sent as they come; `start` adds trying again in the background. */
  enable(): void {
    this.#isOnline = true;
  }

  start(): void {
    this.enable();
    this.#pump.start();
  }

  async stop(): Promise<void> {
    this.#isOnline = false;
    await this.#pump.stop();
  }

  /** Sends rows that were just stored, without waiting for the pump. Does nothing while offline. */
  async sendNow(rows: readonly OutboxRecord[]): Promise<void> {
    if (!this.#isOnline || rows.length === 0) return;
    const room = Math.max(0, MAX_IN_FLIGHT - this.#inFlight.size);
    let delivered = 0;
    try {
      ({ delivered } = await this.#attemptAll(rows.slice(0, room), { isFresh: true }));
    } finally {
      // What has arrived wants nothing more; the pump finds out when the others are due, and what could not be written.
      if (delivered < rows.length) this.#pump.poke();
    }
  }

  poke(): void {
    this.#pump.poke();
  }

  /** Tries every row that is not where it should be once, due or not; stops in between when `signal` says so. */
  async drainOnce(signal?: AbortSignal): Promise<void> {
    const rows = await this.#context.store.outbox({
      statuses: ['pending', 'custody'],
      limit: LIMITS.MAX_OUTBOX_ENVELOPES,
    });
    const open = rows.filter((row) => row.status === 'pending' || row.nextAttemptAtMs < row.expiresAtMs);
    await this.#attemptAll(open, { isFresh: false, signal });
  }

  /** Tries the rows of one message, due or not. */
  async sendMessage(messageId: MessageId): Promise<void> {
    const rows = await this.#context.store.outbox({ messageId, statuses: ['pending'], limit: BATCH_ROWS });
    await this.#attemptAll(rows, { isFresh: false });
  }

  /** A device came within reach: what waits for it is tried now. */
  async retryDevice(accountId: AccountId, deviceId: OutboxRecord['deviceId']): Promise<void> {
    const device = { accountId, deviceId };
    const rows = await this.#context.store.outbox({ statuses: ['pending'], device, limit: BATCH_ROWS });
    await this.#attemptAll(rows, { isFresh: false });
  }

  /**
   * Tries what else waits for the devices that a message goes to, due or not. Resolves when all of it was tried, also
   * what was on its way already.
   */
  async sendAlong(messageId: MessageId): Promise<void> {
    const { store } = this.#context;
    const carriers = await store.outbox({ messageId, limit: BATCH_ROWS });
    for (const { accountId, deviceId } of carriers) {
      const device = { accountId, deviceId };
      const waiting = await store.outbox({ statuses: ['pending'], device, limit: BATCH_ROWS });
      const others = waiting.filter((row) => row.messageId === undefined || !equalBytes(row.messageId, messageId));
      const underWay = others.map(({ envelopeId }) => this.#inFlight.get(formatHex(envelopeId)));
      await Promise.all([this.#attemptAll(others, { isFresh: false }), ...underWay]);
    }
  }

  /** The receiver asked for rows again: the same bytes go out, also to mailboxes that said that they hold them. */
  resendChanges(rows: readonly OutboxRecord[]): StoreChange[] {
    const nextAttemptAtMs = this.#context.clock.nowMs();
    const renewedUntilMs = nextAttemptAtMs + LIMITS.DEFAULT_TTL_SECONDS * 1000;
    return rows.map((row) => {
      const isOver = row.status === 'expired' || row.status === 'failed';
      const expiresAtMs = isOver ? renewedUntilMs : row.expiresAtMs;
      return { kind: 'put-outbox', record: { ...row, status: 'pending', expiresAtMs, nextAttemptAtMs } };
    });
  }

  /** Call once `resendChanges` are stored. */
  resend(envelopeIds: readonly EnvelopeId[]): void {
    if (this.#asked.size + envelopeIds.length > LIMITS.MAX_OUTBOX_ENVELOPES) this.#asked.clear();
    for (const id of envelopeIds) this.#asked.add(formatHex(id));
    this.#pump.poke();
  }

  async #work(): Promise<number | undefined> {
    const { store, clock } = this.#context;
    const rows = await store.outbox({
      dueAtMs: clock.nowMs(),
      statuses: ['pending', 'custody'],
      limit: BATCH_ROWS,
    });
    const { attempted } = await this.#attemptAll(rows, { isFresh: false });
    if (rows.length === BATCH_ROWS) return attempted > 0 ? 0 : BUSY_WAIT_MS;
    const { pending, custody } = await store.outboxCount();
    if (pending + custody === 0) return undefined;
    const next = await store.nextAttemptAtMs();
    const wait = next === undefined ? LONGEST_WAIT_MS : Math.max(BUSY_WAIT_MS, next - clock.nowMs());
    return Math.min(wait, LONGEST_WAIT_MS);
  }

  /** Returns how many were attempted, and how many of these were delivered. `isFresh`: the rows are as the store has them. */
  async #attemptAll(
    rows: readonly OutboxRecord[],
    { isFresh, signal }: { readonly isFresh: boolean; readonly signal?: AbortSignal | undefined },
  ): Promise<{ readonly attempted: number; readonly delivered: number }> {
    const queue = rows.filter((row) => !this.#inFlight.has(formatHex(row.envelopeId)));
    const total = queue.length;
    let delivered = 0;
    const worker = async () => {
      for (let row = queue.shift(); row && this.#mayGoOn(signal); row = queue.shift()) {
        if (await this.#attempt(row, isFresh)) delivered++;
      }
    };
    await Promise.all(Array.from({ length: Math.min(PARALLEL_ROWS, total) }, worker));
    return { attempted: total - queue.length, delivered };
  }

  #mayGoOn(signal: AbortSignal | undefined): boolean {
    return !this.#context.lifetime.isOver && signal?.aborted !== true;
  }

  /** Returns whether the device has it now. */
  async #attempt(row: OutboxRecord, isFresh: boolean): Promise<boolean> {
    const key = formatHex(row.envelopeId);
    if (this.#inFlight.has(key)) return false;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#inFlight.set(key, ended);
    try {
      // While it waited for its turn it may have been delivered, receipted or sealed anew.
      const current = isFresh ? row : await this.#context.store.outboxEntry(row.envelopeId);
      if (current?.status !== 'pending' && current?.status !== 'custody') return false;
      return (await this.#send(current)) === 'delivered';
    } finally {
      this.#inFlight.delete(key);
      end();
    }
  }

  async #send(row: OutboxRecord): Promise<OutboxRecord['status']> {
    const { clock, contacts, links } = this.#context;
    if (row.expiresAtMs <= clock.nowMs()) return await this.#finish({ ...row, status: 'expired', failure: 'expired' });
    const contact = contacts.get(row.accountId);
    if (contact && contacts.state(contact) && !contacts.isActiveDevice(contact, row.deviceId)) {
      return await this.#finish({ ...row, status: 'failed', failure: 'no-device' });
    }
    const { address } = (await links.load(row.accountId, row.deviceId)).record;
    if (address && address.peerId !== '' && row.status === 'pending') {
      const location = { peerId: address.peerId, addresses: address.directAddresses };
      const outcome = await this.#courier.sendDirect(row, location);
      if (outcome === 'delivered') return await this.#finish({ ...row, status: 'delivered' });
      // The device holds it and gives no receipts: it is in the best custody there is.
      if (outcome === 'stored-without-proof') {
        return await this.#finish({ ...row, status: 'custody', nextAttemptAtMs: row.expiresAtMs });
      }
    }
    return await this.#deposit(row);
  }

  async #deposit(row: OutboxRecord): Promise<OutboxRecord['status']> {
    const { clock, store } = this.#context;
    const nowMs = clock.nowMs();
    const isAsked = this.#asked.delete(formatHex(row.envelopeId));
    const held = (await store.custody(row.envelopeId)).filter(
      ({ mailbox, expiresAtMs }) => !isAsked && expiresAtMs > nowMs && row.mailboxes.includes(mailbox),
    );
    const outcome = await this.#courier.deposit(row, new Set(held.map(({ mailbox }) => mailbox)));
    for (const { record, clockSkewMs } of outcome.receipts) this.skew.note(record.mailbox, clockSkewMs);
    const receipts = outcome.receipts.map(({ record }) => record);
    return await this.#finish(this.#afterDeposit(row, [...held, ...receipts], outcome.failures), receipts);
  }

  #afterDeposit(row: OutboxRecord, held: readonly CustodyRecord[], failures: readonly SottoError[]): OutboxRecord {
    const of = row.mailboxes.length;
    const attempts = row.attempts + 1;
    const retryAtMs = this.#context.clock.nowMs() + retryDelayMs(attempts, this.#context.random);
    if (of > 0 && held.length >= Math.min(LIMITS.CUSTODY_QUORUM, of)) {
      const { failure: _, ...rest } = row;
      const keptUntilMs = Math.min(row.expiresAtMs, ...held.map(({ expiresAtMs }) => expiresAtMs));
      const nextAttemptAtMs = held.length === of ? Math.max(keptUntilMs, retryAtMs) : retryAtMs;
      return { ...rest, status: 'custody', attempts, nextAttemptAtMs };
    }
    const failure = failures[0]?.code ?? 'unreachable';
    if (failures.length > 0 && failures.length === of && failures.every(({ code }) => FINAL_REFUSALS.has(code))) {
      return { ...row, status: 'failed', attempts, failure };
    }
    return { ...row, status: 'pending', attempts, nextAttemptAtMs: retryAtMs, failure };
  }

  async #finish(after: OutboxRecord, receipts: readonly CustodyRecord[] = []): Promise<OutboxRecord['status']> {
    const isAskedAgain = after.status === 'custody' && this.#asked.has(formatHex(after.envelopeId));
    const row: OutboxRecord = isAskedAgain
      ? { ...after, status: 'pending', nextAttemptAtMs: this.#context.clock.nowMs() }
      : after;
    await this.#ladder.attempted(row, receipts);
    return row.status;
  }
}
