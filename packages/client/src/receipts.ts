/**
 * Receipts that we give: batched per device, with jitter towards mailboxes, at once to a device that is connected
 * (specs/08 §6; attack G10). Only contacts get any; pending ones survive a crash.
 */
import type { PendingReceiptRecord } from '@sotto/ports';
import { LIMITS, ReceiptKind } from '@sotto/wire';
import { randomFraction } from './backoff.ts';
import type { Composer } from './composer.ts';
import { receiptContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { Outbox } from './outbox.ts';
import { peerKey } from './own-topics.ts';
import { Pump } from './pump.ts';

const AT_ONCE = 5_000;
/** What no session can carry waits for the next one: nobody tells us when it is there. */
const UNSEALED_WAIT_MS = 60_000;

export class Receipts {
  readonly #context: ClientContext;
  readonly #composer: Composer;
  readonly #outbox: Outbox;
  readonly #pump: Pump;
  /** By the monotonic clock. */
  #dueAtMs: number | undefined;

  constructor(context: ClientContext, parts: { readonly composer: Composer; readonly outbox: Outbox }) {
    this.#context = context;
    this.#composer = parts.composer;
    this.#outbox = parts.outbox;
    this.#pump = new Pump({ clock: context.clock, work: () => this.#work(), onError: context.onError });
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

  /** Seals everything that waits, now. Whether some of it goes on waiting, since there is no session to seal it in. */
  async flush(): Promise<boolean> {
    return await this.#flush(await this.#context.store.pendingReceipts(AT_ONCE));
  }

  /** Returns what `flush` does. */
  async #flush(waiting: readonly PendingReceiptRecord[]): Promise<boolean> {
    const groups = new Map<string, PendingReceiptRecord[]>();
    for (const record of waiting) {
      const key = `${peerKey(record.accountId, record.deviceId)}/${record.kind}`;
      const group = groups.get(key);
      if (group) group.push(record);
      else groups.set(key, [record]);
    }
    let isLeft = false;
    for (const group of groups.values()) {
      for (let start = 0; start < group.length; start += LIMITS.MAX_RECEIPT_IDS) {
        const part = group.slice(start, start + LIMITS.MAX_RECEIPT_IDS);
        if (!(await this.#send(part, waiting.length === AT_ONCE))) isLeft = true;
      }
    }
    return isLeft;
  }

  /**
   * Whether nothing of it waits any more. `mustShrink`: so much waits that what cannot be sent has to go, or it would keep
   * others waiting.
   */
  async #send(group: readonly PendingReceiptRecord[], mustShrink: boolean): Promise<boolean> {
    const { contacts, ledger, preferences } = this.#context;
    const [first] = group;
    if (first === undefined) return true;
    const done = group.map((record) => ({ kind: 'delete-pending-receipt', record }) as const);
    const contact = contacts.get(first.accountId);
    if (contact?.status !== 'contact' || !preferences.receipts) {
      await ledger.commit(done);
      return true;
    }
    const kind = first.kind === 'read' ? ReceiptKind.READ : ReceiptKind.DELIVERED;
    const ids = group.map(({ messageId }) => messageId);
    const row = await this.#composer.sendControl(contact, first.deviceId, receiptContent(kind, ids), done);
    if (row) await this.#outbox.sendNow([row]);
    else if (mustShrink || !contacts.isActiveDevice(contact, first.deviceId)) await ledger.commit(done);
    else return false;
    return true;
  }

  async #work(): Promise<number | undefined> {
    const { store, clock, random } = this.#context;
    const waiting = await store.pendingReceipts(AT_ONCE);
    const connected = await this.#connectedDevices(waiting);
    const isConnected = (record: PendingReceiptRecord) => connected.has(peerKey(record.accountId, record.deviceId));
    const isLeft = await this.#flush(waiting.filter(isConnected));
    if (waiting.every(isConnected)) {
      this.#dueAtMs = undefined;
      return isLeft ? UNSEALED_WAIT_MS : undefined;
    }
    const span = LIMITS.RECEIPT_JITTER_MAX_MS - LIMITS.RECEIPT_JITTER_MIN_MS;
    const nowMs = clock.monotonicMs();
    this.#dueAtMs ??= nowMs + LIMITS.RECEIPT_JITTER_MIN_MS + Math.round(span * randomFraction(random));
    if (this.#dueAtMs > nowMs) return this.#dueAtMs - nowMs;
    this.#dueAtMs = undefined;
    return (await this.flush()) ? UNSEALED_WAIT_MS : undefined;
  }

  async #connectedDevices(records: readonly PendingReceiptRecord[]): Promise<ReadonlySet<string>> {
    const devices = new Map(records.map((record) => [peerKey(record.accountId, record.deviceId), record]));
    const connected = new Set<string>();
    for (const [key, { accountId, deviceId }] of devices) {
      const { record } = await this.#context.links.load(accountId, deviceId);
      if (record.address && this.#context.network.direct.isConnected(record.address.peerId)) connected.add(key);
    }
    return connected;
  }
}
