/**
 * A person's side: puts the parts together and offers them as `SottoClient` (specs/08). Knows ports, no adapters.
 */
import { formatContactLink, linkFor } from '@sotto/identity';
import type { ContactRecord, MessageRecord, StoreChange } from '@sotto/ports';
import {
  asMessageId,
  equalBytes,
  formatAccountId,
  formatHex,
  parseHex,
  SottoError,
  UsageError,
  VerifyError,
} from '@sotto/wire';
import type { ClientOptions } from './client-options.ts';
import { buildParts, type ClientParts } from './client-parts.ts';
import { TEXT } from './content/text.ts';
import { diagnose } from './diagnosis.ts';
import { readText, SETTINGS } from './settings.ts';
import { untilSettled } from './settling.ts';
import type {
  AccountView,
  ClientEvents,
  ContactView,
  DeviceView,
  Finding,
  MessageView,
  NoticeView,
  SottoClient,
  StatusReport,
  SyncReport,
  VerificationView,
} from './sotto-client.ts';

const DEFAULT_SYNC_TIMEOUT_MS = 20_000;
const DEFAULT_HISTORY = 200;
const MAX_HISTORY = 1_000;
const MAX_READ_AT_ONCE = 1_000;
const MAX_NOTICES = 200;

export class Client implements SottoClient {
  readonly #parts: ClientParts;
  readonly #onClosed: (() => Promise<void>) | undefined;
  #lastError: StatusReport['lastError'];
  #closed = false;

  private constructor(parts: ClientParts, onClosed: (() => Promise<void>) | undefined) {
    this.#parts = parts;
    this.#onClosed = onClosed;
  }

  /** @throws {UsageError} `not-initialised` when the store holds no account */
  static async open(options: ClientOptions): Promise<Client> {
    let note = (_error: unknown): void => {};
    const parts = await buildParts({ ...options, onError: (error) => note(error) });
    const client = new Client(parts, options.onClosed);
    note = (error) => client.#noteError(error);
    return client;
  }

  async account(): Promise<AccountView> {
    const { own } = this.#parts.context;
    return {
      id: formatAccountId(own.id),
      name: own.name,
      device: formatHex(own.deviceId),
      mailboxes: own.state.mailboxes,
    };
  }

  async devices(): Promise<readonly DeviceView[]> {
    const { own } = this.#parts.context;
    const view = (id: Uint8Array, revoked: boolean): DeviceView => ({
      id: formatHex(id),
      current: equalBytes(id, own.deviceId),
      revoked,
    });
    return [
      ...own.state.devices.map(({ deviceId }) => view(deviceId, false)),
      ...own.state.revokedDeviceIds.map((id) => view(id, true)),
    ];
  }

  async recoveryWords(): Promise<string | undefined> {
    this.#requireOpen();
    const words = await readText(this.#parts.context.store, SETTINGS.recoveryWords);
    return words === '' ? undefined : words;
  }

  async confirmRecoveryWords(): Promise<void> {
    this.#requireOpen();
    await this.#parts.context.ledger.commit([{ kind: 'delete-setting', name: SETTINGS.recoveryWords }]);
  }

  async link(): Promise<string> {
    const { own } = this.#parts.context;
    return formatContactLink(linkFor(own.state, own.name));
  }

  async goOnline(): Promise<void> {
    this.#requireOpen();
    await this.#parts.presence.goOnline();
  }

  async sync(options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<SyncReport> {
    this.#requireOpen();
    const controller = new AbortController();
    const abort = () => controller.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    const cancel = this.#parts.context.clock.schedule(options.timeoutMs ?? DEFAULT_SYNC_TIMEOUT_MS, abort);
    try {
      return await this.#parts.presence.sync(controller.signal);
    } finally {
      cancel();
      options.signal?.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#parts.presence.stop();
    await this.#parts.context.store.close();
    await this.#onClosed?.();
  }

  async contacts(): Promise<readonly ContactView[]> {
    const records = this.#parts.context.contacts.all().sort((a, b) => a.name.localeCompare(b.name));
    return await Promise.all(records.map((record) => this.#parts.contactViews.view(record)));
  }

  async contact(nameOrId: string): Promise<ContactView> {
    return await this.#view(this.#find(nameOrId));
  }

  async addContact(link: string, options: { readonly as?: string } = {}): Promise<ContactView> {
    this.#requireOpen();
    await this.#parts.presence.connect();
    const record = await this.#parts.contactService.add(link, options.as);
    await this.#workOn(record);
    await this.#parts.presence.contactAccepted(record);
    this.#parts.receipts.poke();
    return await this.#announced(record);
  }

  async acceptRequest(contact: string): Promise<ContactView> {
    return await this.#announced(await this.#accept(this.#find(contact)));
  }

  async rename(contact: string, name: string): Promise<ContactView> {
    return await this.#announced(await this.#parts.contactService.rename(this.#find(contact), name));
  }

  async block(contact: string): Promise<ContactView> {
    const record = await this.#parts.contactService.setStatus(this.#find(contact), 'blocked');
    await this.#parts.presence.contactsChanged();
    return await this.#announced(record);
  }

  async unblock(contact: string): Promise<ContactView> {
    const record = await this.#parts.contactService.setStatus(this.#find(contact), 'contact');
    await this.#parts.presence.contactsChanged();
    return await this.#announced(record);
  }

  async verification(contact: string): Promise<VerificationView> {
    return this.#parts.contactService.verification(this.#find(contact));
  }

  async markVerified(contact: string, safetyNumber?: string): Promise<ContactView> {
    const record = await this.#parts.contactService.markVerified(this.#find(contact), safetyNumber);
    return await this.#keysAccepted(record);
  }

  async acceptKeys(contact: string): Promise<ContactView> {
    return await this.#keysAccepted(await this.#parts.contactService.acceptKeys(this.#find(contact)));
  }

  async send(contact: string, text: string): Promise<MessageView> {
    this.#requireOpen();
    const { composer, outbox, messageViews, context } = this.#parts;
    const record = await this.#requireSendable(this.#find(contact));
    const { message, rows } = await composer.compose(record, TEXT, text);
    context.lifetime.run(() => outbox.sendNow(rows));
    const view = messageViews.of(message, { rows, custody: [] });
    context.events.emit('message', view);
    if (rows.length === 0) this.#parts.presence.contactNeedsWork(record);
    return view;
  }

  async settled(messageId: string, options: { readonly timeoutMs: number }): Promise<MessageView> {
    const message = await this.#message(messageId);
    const { settled, finish } = untilSettled(this.#parts.context, messageId, options.timeoutMs);
    this.#parts.context.lifetime.run(async () => {
      await this.#deliver(message);
      if ((await this.#message(messageId)).state !== 'queued') finish();
    });
    await settled;
    return await this.#parts.messageViews.view(this.#closed ? message : await this.#message(messageId));
  }

  async retry(messageId: string): Promise<MessageView> {
    const { context, retry, presence, messageViews } = this.#parts;
    const before = await this.#message(messageId);
    const isTriedAgain = await retry.retry(before);
    const view = await messageViews.view(await this.#message(messageId));
    const contact = context.contacts.get(before.conversation);
    if (isTriedAgain) context.events.emit('message-state', view);
    if (isTriedAgain && contact) presence.contactWantsRetry(contact);
    return view;
  }

  async history(
    contact: string,
    options: { readonly limit?: number; readonly before?: string } = {},
  ): Promise<readonly MessageView[]> {
    const { store } = this.#parts.context;
    const { accountId } = this.#find(contact);
    const limit = Math.min(MAX_HISTORY, Math.max(1, options.limit ?? DEFAULT_HISTORY));
    const before = options.before === undefined ? undefined : await this.#messageOf(accountId, options.before);
    const page = await store.messages(accountId, { limit, ...(before ? { before } : {}) });
    return await Promise.all([...page].reverse().map((message) => this.#parts.messageViews.view(message)));
  }

  async notices(contact?: string): Promise<readonly NoticeView[]> {
    this.#requireOpen();
    const { own, notices } = this.#parts.context;
    return await notices.list(contact === undefined ? own.id : this.#find(contact).accountId, MAX_NOTICES);
  }

  async markRead(contact: string): Promise<number> {
    const record = this.#find(contact);
    const { store, ledger, receipts } = this.#parts.context;
    const givesReceipts = record.status === 'contact' && receipts;
    let total = 0;
    for (;;) {
      const unread = await store.unread(record.accountId, MAX_READ_AT_ONCE);
      if (unread.length === 0) break;
      await ledger.commit(unread.flatMap((message) => readChanges(message, givesReceipts)));
      total += unread.length;
    }
    if (total > 0) {
      this.#parts.receipts.poke();
      await this.#announced(record);
    }
    return total;
  }

  async status(): Promise<StatusReport> {
    const { context, outbox, presence } = this.#parts;
    const { direct } = context.network;
    return {
      peerId: direct.peerId,
      mailboxes: presence.mailboxes,
      directPeers: direct.connectedPeers().length,
      listening: direct.addresses(),
      outbox: await context.store.outboxCount(),
      clockSkewMs: outbox.clockSkewMs,
      ...(this.#lastError ? { lastError: this.#lastError } : {}),
    };
  }

  async doctor(): Promise<readonly Finding[]> {
    const unsentContacts = this.#parts.context.contacts
      .all()
      .filter(({ accountLog }) => accountLog.length === 0).length;
    const { prekeys, clock } = this.#parts.context;
    return diagnose(await this.status(), {
      unsentContacts,
      bundleAgeMs: prekeys.ageMs(clock.nowMs()),
      keepsRecoveryWords: (await this.recoveryWords()) !== undefined,
    });
  }

  on<K extends keyof ClientEvents>(kind: K, handler: (event: ClientEvents[K]) => void): () => void {
    return this.#parts.context.events.on(kind, handler);
  }

  #find(nameOrId: string): ContactRecord {
    this.#requireOpen();
    return this.#parts.context.contacts.find(nameOrId);
  }

  async #view(record: ContactRecord): Promise<ContactView> {
    return await this.#parts.contactViews.view(this.#parts.context.contacts.latest(record));
  }

  async #announced(record: ContactRecord): Promise<ContactView> {
    const view = await this.#view(record);
    this.#parts.context.events.emit('contact', view);
    return view;
  }

  async #accept(record: ContactRecord): Promise<ContactRecord> {
    const accepted = await this.#parts.contactService.accept(record);
    await this.#parts.presence.contactAccepted(accepted);
    this.#parts.receipts.poke();
    return accepted;
  }

  /** What waited for the person to look at the keys goes on. */
  async #keysAccepted(record: ContactRecord): Promise<ContactView> {
    this.#parts.presence.contactNeedsWork(record);
    this.#parts.receipts.poke();
    return await this.#announced(record);
  }

  async #messageOf(conversation: ContactRecord['accountId'], messageId: string): Promise<MessageRecord> {
    const message = await this.#parts.context.store.message(conversation, asMessageId(parseHex(messageId)));
    if (message) return message;
    throw new UsageError('invalid-argument', 'no such message');
  }

  async #message(messageId: string): Promise<MessageRecord> {
    const id = asMessageId(parseHex(messageId));
    for (const { accountId } of this.#parts.context.contacts.all()) {
      const message = await this.#parts.context.store.message(accountId, id);
      if (message) return message;
    }
    throw new UsageError('invalid-argument', 'no such message');
  }

  /** Sends one message as far as it goes now; keys that are missing first. */
  async #deliver({ conversation, messageId }: MessageRecord): Promise<void> {
    await this.#parts.presence.connect();
    const contact = this.#parts.context.contacts.get(conversation);
    if (contact) await this.#workOn(contact);
    await this.#parts.outbox.sendMessage(messageId);
  }

  /** Writing to a stranger who asked accepts the request. @throws {UsageError} blocked @throws {VerifyError} key-changed */
  async #requireSendable(record: ContactRecord): Promise<ContactRecord> {
    if (record.status === 'blocked') {
      throw new UsageError('blocked', 'this contact is blocked', { hint: 'Unblock it first: sotto unblock <contact>' });
    }
    if (this.#parts.context.contacts.verification(record) === 'changed') {
      throw new VerifyError('key-changed', 'the keys of this contact have changed since you verified them', {
        hint: 'Compare the safety number again: sotto verify <contact>',
      });
    }
    return record.status === 'contact' ? record : await this.#accept(record);
  }

  /** What cannot be had now comes later; until then the reason is the last error. */
  async #workOn(record: ContactRecord): Promise<void> {
    try {
      await this.#parts.contactWork.do(record, true);
    } catch (error) {
      if (!(error instanceof SottoError)) throw error;
      this.#noteError(error);
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw new UsageError('closed', 'the client is closed');
  }

  #noteError(error: unknown): void {
    const known = error instanceof SottoError;
    this.#lastError = {
      code: known ? error.code : 'unexpected',
      message: known ? error.message : 'an unexpected error',
      atMs: this.#parts.context.clock.nowMs(),
    };
  }
}

function readChanges(
  { conversation, messageId, senderDevice: deviceId }: MessageRecord,
  givesReceipts: boolean,
): StoreChange[] {
  const receipt = { accountId: conversation, deviceId, messageId };
  const read: StoreChange = { kind: 'set-message-state', conversation, messageId, state: 'read' };
  if (!givesReceipts) return [read];
  // Who has read it has it: one receipt says both.
  return [
    read,
    { kind: 'delete-pending-receipt', record: { ...receipt, kind: 'delivered' } },
    { kind: 'put-pending-receipt', record: { ...receipt, kind: 'read' } },
  ];
}
