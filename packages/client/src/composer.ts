/**
 * From what a person writes to stored, sealed envelopes, one for each device of the receiver, in one transaction
 * (specs/08 §1, §7). A message whose receiver has no keys yet is stored and sealed later.
 */
import type { ContactRecord, MessageRecord, OutboxRecord, StoreChange, UnsealedRecord } from '@sotto/ports';
import {
  type AccountId,
  asMessageId,
  type DeviceId,
  equalBytes,
  formatHex,
  LIMITS,
  LimitError,
  type MessageId,
  type SessionId,
} from '@sotto/wire';
import { contentHash, encodeContent, encodeControlContent } from './content/content.ts';
import { type ContentType, encodeBody } from './content/content-type.ts';
import type { ControlContent } from './content/control.ts';
import { TIMER } from './content/timer.ts';
import type { ClientContext } from './context.ts';
import type { DraftChange } from './conversation/draft.ts';
import type { Placed } from './conversation/placer.ts';
import { type DeviceLink, findSession, sendingSession } from './device-link.ts';
import { clockAt } from './hybrid-clock.ts';
import { OutboxRoom } from './outbox-room.ts';
import { commitSealed } from './sealed-commit.ts';
import type { Sealed, Sealer } from './sealer.ts';

const MESSAGE_ID_BYTES = 16;
const MAX_ROWS_PER_MESSAGE = 64;
/** So many rows are sealed anew in one transaction. */
export const RESEALED_AT_ONCE = 200;

/** What a person sends, and what it leaves of the draft; without a change the draft stays. */
export interface Composition<Body> {
  readonly type: ContentType<Body>;
  readonly body: Body;
  readonly left?: DraftChange;
}

export interface Composed {
  /** The message, and what it did to others. */
  readonly placed: Placed;
  readonly rows: readonly OutboxRecord[];
}

/** Rows sealed anew: the link after it, the new envelopes, and what takes the old ones away. */
export interface Resealed {
  readonly link: DeviceLink;
  readonly sealed: readonly Sealed[];
  readonly changes: readonly StoreChange[];
}

export class Composer {
  readonly #context: ClientContext;
  readonly #sealer: Sealer;
  readonly #room: OutboxRoom;

  constructor(context: ClientContext, sealer: Sealer) {
    this.#context = context;
    this.#sealer = sealer;
    this.#room = new OutboxRoom(context.store);
  }

  /**
   * Stores a message and its envelopes, and what it leaves of the draft; durable when it resolves.
   * @throws {LimitError} `too-large`, `quota` when too much waits already
   */
  async compose<Body>(contact: ContactRecord, { type, body, left }: Composition<Body>): Promise<Composed> {
    const encoded = encodeBody(type, body);
    return await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const { streams, effects, own, clock, hybridClock } = this.#context;
      const conversation = contact.accountId;
      const stream = await streams.find(conversation, own.deviceId);
      const nowMs = clock.nowMs();
      const message: MessageRecord = {
        conversation,
        messageId: this.#messageId(),
        direction: 'out',
        senderDevice: own.deviceId,
        sequence: (stream?.sequence ?? 0) + 1,
        clock: hybridClock.tick(),
        sentAtMs: nowMs,
        storedAtMs: nowMs,
        type: type.type,
        typeVersion: type.version,
        body: encoded,
        fallback: type.fallback(body),
        state: 'queued',
        ...this.#timer(contact, type, nowMs),
      };
      const content = encodeContent({ ...message, previousHash: stream?.hash ?? new Uint8Array(0) });
      const { sequence } = message;
      const hash = contentHash(content);
      effects.drawn(conversation, message.messageId);
      const sealed = await this.#sealForDevices(contact, { content, message, skip: new Set() });
      if (sealed.parts.length > 0) await this.#room.take(sealed.parts.length);
      const placed = await this.#context.placer.place(message);
      await commitSealed(this.#context, sealed.parts, [
        ...placed.changes,
        ...(left ? [this.#draftLeft(conversation, left, nowMs)] : []),
        { kind: 'put-stream', record: { conversation, deviceId: own.deviceId, sequence, hash, missing: [] } },
        ...(sealed.isComplete ? [] : [await this.#unsealed(message, content)]),
      ]);
      return { placed, rows: sealed.parts.map(({ outbox }) => outbox) };
    });
  }

  /** Seals what waited for keys of this contact, oldest first. Returns the new rows. */
  async sealWaiting(contact: ContactRecord): Promise<readonly OutboxRecord[]> {
    return await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const rows: OutboxRecord[] = [];
      if (!this.#context.contacts.maySealFor(contact.accountId)) return rows;
      for (const waiting of await this.#context.store.unsealed(contact.accountId)) {
        rows.push(...(await this.#sealOne(contact, waiting)));
      }
      return rows;
    });
  }

  /**
   * Sends control content to one device, or our address alone when `control` is absent. `changes` are stored with it.
   * `undefined`: nothing may or can be sealed for the device now; nothing was stored.
   */
  async sendControl(
    contact: ContactRecord,
    deviceId: DeviceId,
    control: ControlContent | undefined,
    changes: readonly StoreChange[] = [],
  ): Promise<OutboxRecord | undefined> {
    return await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const link = await this.#context.links.load(contact.accountId, deviceId);
      const sealed = await this.sealControl(contact, link, { control });
      if (sealed === undefined) return undefined;
      await commitSealed(this.#context, [sealed], changes);
      return sealed.outbox;
    });
  }

  /**
   * Seals control content that nobody keeps: the session is stored, and the envelope is in no outbox. `undefined`: nothing
   * may or can be sealed for the device now.
   */
  async sealFleeting(
    contact: ContactRecord,
    deviceId: DeviceId,
    control: ControlContent,
  ): Promise<OutboxRecord | undefined> {
    return await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const link = await this.#context.links.load(contact.accountId, deviceId);
      // Who has not answered yet is not told when we type.
      if (sendingSession(link, this.#context.clock.nowMs())?.session.pendingInitial !== undefined) return undefined;
      const sealed = await this.sealControl(contact, link, { control });
      // Nobody would notice the loss of it, so it must not be what carries our address.
      if (sealed === undefined || sealed.link.record.ourAddressNumber !== link.record.ourAddressNumber)
        return undefined;
      const changes = sealed.changes.filter(({ kind }) => kind !== 'put-outbox');
      await commitSealed(this.#context, [{ ...sealed, changes }], []);
      return sealed.outbox;
    });
  }

  /** Seals control content without storing it. The caller holds the lock of the contact and commits. */
  async sealControl(
    contact: ContactRecord,
    link: DeviceLink,
    { control, sessionId }: { readonly control: ControlContent | undefined; readonly sessionId?: SessionId },
  ): Promise<Sealed | undefined> {
    if (!this.#maySeal(contact, link)) return undefined;
    const { clock, contacts } = this.#context;
    const nowMs = clock.nowMs();
    // Not the highest clock that was seen: it would tell when somebody else last wrote to us, or we to them.
    const stamp = { messageId: this.#messageId(), clock: clockAt(nowMs), sentAtMs: nowMs };
    const content = control === undefined ? new Uint8Array(0) : encodeControlContent(control, stamp);
    return await this.#sealer.seal({ link, content, sequence: 0, seenHead: contacts.head(contact), sessionId });
  }

  /**
   * Seals rows anew whose sessions the device cannot read, and takes the old ones away: in the session of that id, or
   * else in the best one. The caller holds the lock of the contact and commits.
   */
  async reseal(
    contact: ContactRecord,
    link: DeviceLink,
    { rows, sessionId }: { readonly rows: readonly OutboxRecord[]; readonly sessionId?: SessionId },
  ): Promise<Resealed> {
    const sealed: Sealed[] = [];
    const changes: StoreChange[] = [];
    let current = link;
    for (const { content, sequence, messageId, envelopeId } of rows) {
      if (messageId === undefined || !this.#maySeal(contact, current)) continue;
      const seenHead = this.#context.contacts.head(contact);
      const again = await this.#sealer.seal({ link: current, content, sequence, messageId, seenHead, sessionId });
      if (again === undefined) break;
      current = again.link;
      sealed.push(again);
      changes.push({ kind: 'delete-outbox', envelopeId });
    }
    return { link: current, sealed, changes };
  }

  /** Seals everything anew that this device cannot read, some at a time, and stores it. Returns how many there were. */
  async resealLost(contact: ContactRecord, deviceId: DeviceId, sessionId: SessionId): Promise<number> {
    for (let total = 0; ; ) {
      const done = await this.#context.locks.run(formatHex(contact.accountId), async () => {
        const link = await this.#context.links.load(contact.accountId, deviceId);
        if (findSession(link, sessionId) === undefined) return 0;
        const rows = (await this.lostRows(link, sessionId)).slice(0, RESEALED_AT_ONCE);
        const { sealed, changes } = await this.reseal(contact, link, { rows, sessionId });
        await commitSealed(this.#context, sealed, changes);
        return sealed.length;
      });
      total += done;
      if (done < RESEALED_AT_ONCE) return total;
    }
  }

  /** Messages to a device that have not arrived and were not sealed in this session, oldest first. */
  async lostRows({ record }: DeviceLink, sessionId: SessionId): Promise<OutboxRecord[]> {
    const { accountId, deviceId } = record;
    const rows = await this.#context.store.outbox({
      device: { accountId, deviceId },
      statuses: ['pending', 'custody', 'expired', 'failed'],
      limit: LIMITS.MAX_OUTBOX_ENVELOPES,
    });
    return rows.filter((row) => row.messageId !== undefined && !equalBytes(row.sessionId, sessionId));
  }

  /** The message goes to every device that has no envelope of it yet. The caller holds the lock of the contact. */
  async #sealOne(contact: ContactRecord, waiting: UnsealedRecord): Promise<readonly OutboxRecord[]> {
    const { conversation, messageId, content } = waiting;
    const there = await this.#context.store.outbox({ messageId, limit: MAX_ROWS_PER_MESSAGE });
    const skip = new Set(there.map(({ deviceId }) => formatHex(deviceId)));
    const done: StoreChange = { kind: 'delete-unsealed', conversation, messageId };
    try {
      const sealed = await this.#sealForDevices(contact, { content, message: waiting, skip });
      await commitSealed(this.#context, sealed.parts, sealed.isComplete ? [done] : []);
      return sealed.parts.map(({ outbox }) => outbox);
    } catch (error) {
      if (!(error instanceof LimitError) || error.code !== 'too-large') throw error;
      // Beside our account log it does not fit into an envelope, and will not later.
      const failed: StoreChange = { kind: 'set-message-state', conversation, messageId, state: 'failed' };
      await this.#context.ledger.commit([done, { ...failed, failure: error.code }]);
      return [];
    }
  }

  async #sealForDevices(
    contact: ContactRecord,
    options: {
      readonly content: Uint8Array;
      readonly message: { readonly messageId: MessageId; readonly sequence: number };
      readonly skip: ReadonlySet<string>;
    },
  ): Promise<{ readonly parts: readonly Sealed[]; readonly isComplete: boolean }> {
    const { messageId, sequence } = options.message;
    const latest = this.#context.contacts.latest(contact);
    const seenHead = this.#context.contacts.head(latest);
    const devices = this.#context.contacts.devices(latest);
    const parts: Sealed[] = [];
    let isComplete = devices.length > 0;
    for (const { deviceId } of devices) {
      if (options.skip.has(formatHex(deviceId))) continue;
      const link = await this.#context.links.load(contact.accountId, deviceId);
      const sealed = this.#maySeal(contact, link)
        ? await this.#sealer.seal({ link, content: options.content, messageId, sequence, seenHead })
        : undefined;
      if (sealed) parts.push(sealed);
      else isComplete = false;
    }
    return { parts, isComplete };
  }

  #maySeal({ accountId }: ContactRecord, { record }: DeviceLink): boolean {
    const { contacts, own } = this.#context;
    const latest = contacts.get(accountId);
    if (!own.isActive) return false;
    return latest !== undefined && contacts.maySealFor(accountId) && contacts.isActiveDevice(latest, record.deviceId);
  }

  async #unsealed(message: MessageRecord, content: Uint8Array): Promise<StoreChange> {
    const { conversation, messageId, sequence } = message;
    const waiting = await this.#context.store.unsealed(conversation);
    if (waiting.length >= LIMITS.MAX_UNSEALED_MESSAGES) {
      throw new LimitError('quota', 'too many messages wait for the keys of this contact', {
        facts: { max: LIMITS.MAX_UNSEALED_MESSAGES },
        hint: 'They go out once one of the mailboxes of this contact can be reached: sotto sync',
      });
    }
    return { kind: 'put-unsealed', record: { conversation, messageId, sequence, content } };
  }

  #draftLeft(conversation: AccountId, left: DraftChange, nowMs: number): StoreChange {
    return { kind: 'put-conversation', record: left(this.#context.conversations.get(conversation), nowMs) };
  }

  /** Ours disappears so long after it was composed. A change of the timer stays, for whoever wonders. */
  #timer(
    { accountId }: ContactRecord,
    { type }: { readonly type: string },
    nowMs: number,
  ): Pick<MessageRecord, 'expiresAfterSeconds' | 'expiresAtMs'> {
    const seconds = this.#context.conversations.timerSeconds(accountId);
    if (seconds === 0 || type === TIMER.type) return {};
    return { expiresAfterSeconds: seconds, expiresAtMs: nowMs + seconds * 1000 };
  }

  #messageId(): MessageId {
    return asMessageId(this.#context.random.bytes(MESSAGE_ID_BYTES));
  }
}
