/**
 * Receipts that we give: batched per device, with jitter towards mailboxes, at once to a device that is connected
 * (specs/08 §6; attack G10). Only contacts get any; pending ones survive a crash.
 */
import type { PendingReceiptRecord } from '@sotto/ports';
import { LIMITS, ReceiptKind } from '@sotto/wire';
import { randomFraction } from './backoff.ts';
import type { Composer } from './composer.ts';
import type { ContactBook } from './contact-book.ts';
import { receiptContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { Outbox } from './outbox.ts';
import { peerKey } from './own-topics.ts';
import { Pump } from './pump.ts';

const BATCH = 1_000;

export class Receipts {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;
  readonly #composer: Composer;
  readonly #outbox: Outbox;
  readonly #pump: Pump;
  #dueAtMs: number | undefined;

  constructor(
    context: ClientContext,
    parts: {
      readonly contacts: ContactBook;
      readonly composer: Composer;
      readonly outbox: Outbox;
      readonly onError: (error: unknown) => void;
    },
  ) {
    this.#context = context;
    this.#contacts = parts.contacts;
    this.#composer = parts.composer;
    this.#outbox = parts.outbox;
    this.#pump = new Pump({ clock: context.clock, work: () => this.#work(), onError: parts.onError });
  }

  start(): void {
    this.#pump.start();
  }

  async stop(): Promise<void> {
    await this.#pump.stop();
  }

  /** Something waits to be receipted. */
  poke(): void {
    this.#pump.poke();
  }

  /** Seals everything that waits, now. `only`: those for which it says yes. */
  async flush(only: (record: PendingReceiptRecord) => boolean = () => true): Promise<void> {
    const groups = new Map<string, PendingReceiptRecord[]>();
    for (const record of (await this.#context.store.pendingReceipts(BATCH)).filter(only)) {
      const key = `${peerKey(record.accountId, record.deviceId)}/${record.kind}`;
      groups.set(key, [...(groups.get(key) ?? []), record]);
    }
    for (const group of groups.values()) {
      for (let start = 0; start < group.length; start += LIMITS.MAX_RECEIPT_IDS) {
        await this.#send(group.slice(start, start + LIMITS.MAX_RECEIPT_IDS));
      }
    }
  }

  async #send(group: readonly PendingReceiptRecord[]): Promise<void> {
    const first = group[0];
    if (first === undefined) return;
    const done = group.map((record) => ({ kind: 'delete-pending-receipt', record }) as const);
    const contact = this.#contacts.get(first.accountId);
    if (contact?.status !== 'contact' || !this.#context.receipts) {
      await this.#context.store.commit(done);
      return;
    }
    const kind = first.kind === 'read' ? ReceiptKind.READ : ReceiptKind.DELIVERED;
    const ids = group.map(({ messageId }) => messageId);
    const row = await this.#composer.sendControl(contact, first.deviceId, receiptContent(kind, ids), done);
    if (row) await this.#outbox.sendNow([row]);
  }

  async #work(): Promise<number | undefined> {
    const { store, clock, random } = this.#context;
    const waiting = await store.pendingReceipts(BATCH);
    if (waiting.length === 0) {
      this.#dueAtMs = undefined;
      return undefined;
    }
    const connected = await this.#connectedDevices(waiting);
    await this.flush((record) => connected.has(peerKey(record.accountId, record.deviceId)));
    const span = LIMITS.RECEIPT_JITTER_MAX_MS - LIMITS.RECEIPT_JITTER_MIN_MS;
    this.#dueAtMs ??= clock.nowMs() + LIMITS.RECEIPT_JITTER_MIN_MS + Math.round(span * randomFraction(random));
    const left = this.#dueAtMs - clock.nowMs();
    if (left > 0) return left;
    this.#dueAtMs = undefined;
    await this.flush();
    return undefined;
  }

  async #connectedDevices(records: readonly PendingReceiptRecord[]): Promise<ReadonlySet<string>> {
    const connected = new Set<string>();
    for (const { accountId, deviceId } of records) {
      const { record } = await this.#context.links.load(accountId, deviceId);
      if (record.address && this.#context.network.direct.isConnected(record.address.peerId)) {
        connected.add(peerKey(accountId, deviceId));
      }
    }
    return connected;
  }
}
