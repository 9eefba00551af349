/**
 * From what a person writes to stored, sealed envelopes, one for each device of the receiver, in one transaction
 * (specs/08 §1, §7). A message whose receiver has no keys yet is stored and sealed later.
 */
import type { ContactRecord, MessageRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { asMessageId, type DeviceId, formatHex, type MessageId } from '@sotto/wire';
import type { ContactBook } from './contact-book.ts';
import { contentHash, encodeContent, encodeControlContent } from './content/content.ts';
import { type ContentType, encodeBody } from './content/content-type.ts';
import type { ControlContent } from './content/control.ts';
import type { ClientContext } from './context.ts';
import type { DeviceLink, LinkedSession } from './device-link.ts';
import type { Sealed, Sealer } from './sealer.ts';
import { putNumber, SETTINGS } from './settings.ts';

const MESSAGE_ID_BYTES = 16;
const MAX_ROWS_PER_MESSAGE = 64;

export interface Composed {
  readonly message: MessageRecord;
  readonly rows: readonly OutboxRecord[];
}

export class Composer {
  readonly #context: ClientContext;
  readonly #contacts: ContactBook;
  readonly #sealer: Sealer;

  constructor(context: ClientContext, parts: { readonly contacts: ContactBook; readonly sealer: Sealer }) {
    this.#context = context;
    this.#contacts = parts.contacts;
    this.#sealer = parts.sealer;
  }

  /** Stores a message and its envelopes; durable when it resolves. @throws {LimitError} `too-large` */
  async compose<Body>(contact: ContactRecord, type: ContentType<Body>, body: Body): Promise<Composed> {
    const encoded = encodeBody(type, body);
    return await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const { store, own, clock, hybridClock } = this.#context;
      const conversation = contact.accountId;
      const stream = await store.stream(conversation, own.deviceId);
      const message: MessageRecord = {
        conversation,
        messageId: this.#messageId(),
        direction: 'out',
        senderDevice: own.deviceId,
        sequence: (stream?.sequence ?? 0) + 1,
        clock: hybridClock.tick(),
        sentAtMs: clock.nowMs(),
        storedAtMs: clock.nowMs(),
        type: type.type,
        typeVersion: type.version,
        body: encoded,
        fallback: '',
        state: 'queued',
      };
      const content = encodeContent({ ...message, previousHash: stream?.hash ?? new Uint8Array(0) });
      const sealed = await this.#sealForDevices(contact, { content, message, skip: new Set() });
      await this.#store(sealed, [
        { kind: 'put-message', record: message },
        {
          kind: 'put-stream',
          record: {
            conversation,
            deviceId: own.deviceId,
            sequence: message.sequence,
            hash: contentHash(content),
            missing: [],
          },
        },
        putNumber(SETTINGS.clock, hybridClock.last),
        ...(sealed.complete ? [] : [unsealedChange(message, content)]),
      ]);
      return { message, rows: sealed.parts.map(({ outbox }) => outbox) };
    });
  }

  /** Seals what waited for keys of this contact. Returns the new rows. */
  async sealWaiting(contact: ContactRecord): Promise<readonly OutboxRecord[]> {
    return await this.#context.locks.run(formatHex(contact.accountId), async () => {
      const { store } = this.#context;
      const rows: OutboxRecord[] = [];
      for (const waiting of await store.unsealed(contact.accountId)) {
        const there = await store.outbox({ messageId: waiting.messageId, limit: MAX_ROWS_PER_MESSAGE });
        const skip = new Set(there.map(({ deviceId }) => formatHex(deviceId)));
        const sealed = await this.#sealForDevices(contact, { content: waiting.content, message: waiting, skip });
        const { conversation, messageId } = waiting;
        await this.#store(sealed, sealed.complete ? [{ kind: 'delete-unsealed', conversation, messageId }] : []);
        rows.push(...sealed.parts.map(({ outbox }) => outbox));
      }
      return rows;
    });
  }

  /**
   * Sends control content to one device, or our address alone when `control` is absent. `changes` are stored with it.
   * `undefined`: there is no session with the device, or no place to write to; nothing was stored.
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
      await this.#store({ parts: [sealed] }, changes);
      return sealed.outbox;
    });
  }

  /** Seals control content without storing it. The caller holds the lock of the contact and commits. */
  async sealControl(
    contact: ContactRecord,
    link: DeviceLink,
    options: { readonly control: ControlContent | undefined; readonly session?: LinkedSession },
  ): Promise<Sealed | undefined> {
    const { control, session } = options;
    const content =
      control === undefined
        ? new Uint8Array(0)
        : encodeControlContent(control, {
            messageId: this.#messageId(),
            clock: this.#context.hybridClock.last,
            sentAtMs: this.#context.clock.nowMs(),
          });
    const seenHead = this.#contacts.head(contact);
    return await this.#sealer.seal({ link, content, sequence: 0, seenHead, ...(session ? { session } : {}) });
  }

  /** Seals an undelivered row anew for a device that lost its sessions. The caller holds the lock and commits. */
  async reseal(contact: ContactRecord, link: DeviceLink, row: OutboxRecord): Promise<Sealed | undefined> {
    const { content, sequence, messageId } = row;
    const seenHead = this.#contacts.head(contact);
    return await this.#sealer.seal({ link, content, sequence, seenHead, ...(messageId ? { messageId } : {}) });
  }

  async #sealForDevices(
    contact: ContactRecord,
    options: {
      readonly content: Uint8Array;
      readonly message: { readonly messageId: MessageId; readonly sequence: number };
      readonly skip: ReadonlySet<string>;
    },
  ): Promise<{ readonly parts: readonly Sealed[]; readonly complete: boolean }> {
    const { messageId, sequence } = options.message;
    const seenHead = this.#contacts.head(contact);
    const devices = this.#contacts.devices(contact);
    const parts: Sealed[] = [];
    let complete = devices.length > 0;
    for (const { deviceId } of devices) {
      if (options.skip.has(formatHex(deviceId))) continue;
      const link = await this.#context.links.load(contact.accountId, deviceId);
      const sealed = await this.#sealer.seal({ link, content: options.content, messageId, sequence, seenHead });
      if (sealed) parts.push(sealed);
      else complete = false;
    }
    return { parts, complete };
  }

  async #store(sealed: { readonly parts: readonly Sealed[] }, changes: readonly StoreChange[]): Promise<void> {
    await commitSealed(this.#context, sealed.parts, changes);
  }

  #messageId(): MessageId {
    return asMessageId(this.#context.random.bytes(MESSAGE_ID_BYTES));
  }
}

/** Commits what was sealed with `changes`, then lets memory follow and wipes the used keys. */
export async function commitSealed(
  context: ClientContext,
  parts: readonly Sealed[],
  changes: readonly StoreChange[],
): Promise<void> {
  const all = [...changes, ...parts.flatMap((part) => part.changes)];
  if (all.length > 0) await context.store.commit(all);
  for (const part of parts) {
    if (part.newTopic) context.topics.adopt(part.newTopic.record);
    context.links.adopt(part.link);
    for (const secret of part.consumed) secret.fill(0);
  }
}

function unsealedChange(message: MessageRecord, content: Uint8Array): StoreChange {
  const { conversation, messageId, sequence } = message;
  return { kind: 'put-unsealed', record: { conversation, messageId, sequence, content } };
}
