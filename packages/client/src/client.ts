/**
 * A person's side: puts the parts together and offers them as `SottoClient` (specs/08). Knows ports, no adapters.
 */
import { formatContactLink, linkFor } from '@sotto/identity';
import type { ContactRecord } from '@sotto/ports';
import { equalBytes, formatAccountId, formatHex, UsageError } from '@sotto/wire';
import type { ClientOptions } from './client-options.ts';
import { buildParts, type ClientParts } from './client-parts.ts';
import { Export } from './conversation/export.ts';
import { MessageDelivery } from './conversation/message-delivery.ts';
import { MessageSender } from './conversation/message-sender.ts';
import type {
  ConversationView,
  DraftText,
  ExportFormat,
  MessageInfo,
  MessageView,
  PageOptions,
  PreferenceValues,
  SearchPage,
  SentEffect,
} from './conversation-views.ts';
import { CheckUp } from './health/check-up.ts';
import type { Finding } from './health/finding.ts';
import { LastError } from './health/last-error.ts';
import type { StatusReport } from './health/status-report.ts';
import type { StorageFault } from './ledger.ts';
import { readText, SETTINGS } from './settings.ts';
import type {
  AccountView,
  ClientEvents,
  ContactView,
  DeviceView,
  NoticeView,
  SottoClient,
  SyncReport,
  VerificationView,
} from './sotto-client.ts';

const DEFAULT_SYNC_TIMEOUT_MS = 20_000;
const MAX_NOTICES = 200;

export class Client implements SottoClient {
  readonly #parts: ClientParts;
  readonly #sender: MessageSender;
  readonly #delivery: MessageDelivery;
  readonly #checkUp: CheckUp;
  readonly #onClosed: (() => Promise<void>) | undefined;
  #closed = false;

  private constructor(parts: ClientParts, lastError: LastError, onClosed: (() => Promise<void>) | undefined) {
    this.#parts = parts;
    this.#sender = new MessageSender(parts.context, {
      ...parts,
      accept: (contact) => this.#accept(contact),
      needsWork: (contact) => parts.presence.contactNeedsWork(contact),
      onTimed: () => parts.disappearing.poke(),
    });
    this.#delivery = new MessageDelivery(parts);
    this.#checkUp = new CheckUp({ ...parts, lastError });
    this.#onClosed = onClosed;
  }

  /** @throws {UsageError} `not-initialised` when the store holds no account */
  static async open(options: ClientOptions): Promise<Client> {
    const lastError = new LastError(options.clock);
    const parts = await buildParts({ ...options, onError: (error) => lastError.note(error) });
    const client = new Client(parts, lastError, options.onClosed);
    await parts.disappearing.start();
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

  async revokeDevice(device: string): Promise<void> {
    this.#requireOpen();
    await this.#parts.presence.revokeDevice(device);
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

  /** The device has slept, or has a network again: what waits for a time or its next try is looked at now. Never rejects. */
  async wake(): Promise<void> {
    if (this.#closed) return;
    this.#parts.disappearing.poke();
    await this.#parts.presence.wake();
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
    const { presence, disappearing, typing, searchKeeper, context } = this.#parts;
    typing.stop();
    await disappearing.stop();
    await presence.stop();
    await searchKeeper?.close();
    await context.store.close();
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
    if (this.#parts.contactService.isOutdated(record, link)) await this.#parts.contactWork.logOutdated(record);
    await this.#parts.contactWork.doNow(record);
    await this.#parts.presence.contactAccepted(record);
    this.#parts.receipts.poke();
    return await this.#view(record);
  }

  async acceptRequest(contact: string): Promise<ContactView> {
    return await this.#view(await this.#accept(this.#find(contact)));
  }

  async rename(contact: string, name: string): Promise<ContactView> {
    return await this.#view(await this.#parts.contactService.rename(this.#find(contact), name));
  }

  async block(contact: string): Promise<ContactView> {
    const record = await this.#parts.contactService.setStatus(this.#find(contact), 'blocked');
    await this.#parts.presence.contactsChanged();
    return await this.#view(record);
  }

  async unblock(contact: string): Promise<ContactView> {
    const record = await this.#parts.contactService.setStatus(this.#find(contact), 'contact');
    await this.#parts.presence.contactsChanged();
    return await this.#view(record);
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

  async send(
    contact: string,
    text: string,
    options: { readonly replyTo?: string; readonly draft?: DraftText | null } = {},
  ): Promise<MessageView> {
    return await this.#sender.text(this.#find(contact), { text, ...options });
  }

  async react(messageId: string, emoji: string, options: { readonly remove?: boolean } = {}): Promise<SentEffect> {
    this.#requireOpen();
    return await this.#sender.react(messageId, emoji, options.remove ?? false);
  }

  async edit(messageId: string, text: string): Promise<SentEffect> {
    this.#requireOpen();
    return await this.#sender.edit(messageId, text);
  }

  async deleteForAll(messageId: string): Promise<SentEffect> {
    this.#requireOpen();
    return await this.#sender.remove(messageId);
  }

  async deleteForMe(messageId: string): Promise<void> {
    this.#requireOpen();
    const { disappearing, finder } = this.#parts;
    await disappearing.remove(await finder.shown(messageId));
  }

  async setTimer(contact: string, seconds: number): Promise<MessageView> {
    return await this.#sender.timer(this.#find(contact), seconds);
  }

  async settled(messageId: string, options: { readonly timeoutMs: number }): Promise<MessageView> {
    return await this.#delivery.settled(messageId, options.timeoutMs);
  }

  async retry(messageId: string): Promise<MessageView> {
    return await this.#delivery.retry(messageId);
  }

  async failedEffects(contact?: string): Promise<readonly MessageView[]> {
    this.#requireOpen();
    return await this.#parts.failedEffects.list(contact === undefined ? undefined : this.#find(contact));
  }

  async dismissEffect(id: string): Promise<void> {
    await this.#parts.failedEffects.dismiss(await this.#parts.finder.any(id));
  }

  async history(contact: string, options: PageOptions = {}): Promise<readonly MessageView[]> {
    return await this.#parts.reader.page(this.#find(contact), options);
  }

  async message(messageId: string): Promise<MessageView> {
    this.#requireOpen();
    return await this.#parts.messageViews.view(await this.#parts.finder.shown(messageId));
  }

  async messageInfo(messageId: string): Promise<MessageInfo> {
    this.#requireOpen();
    return await this.#parts.reader.info(messageId);
  }

  exportConversation(contact: string, format: ExportFormat): AsyncIterable<string> {
    return new Export(this.#parts.context, this.#parts.reader).pieces(this.#find(contact), format);
  }

  async conversations(): Promise<readonly ConversationView[]> {
    this.#requireOpen();
    return await this.#parts.conversations.all();
  }

  async conversation(contact: string): Promise<ConversationView> {
    return await this.#parts.conversations.view(this.#find(contact));
  }

  async setDraft(contact: string, draft?: DraftText): Promise<void> {
    await this.#parts.localMatters.setDraft(this.#find(contact), draft);
  }

  async pin(contact: string, isPinned: boolean): Promise<void> {
    await this.#parts.localMatters.pin(this.#find(contact), isPinned);
  }

  async mute(contact: string, untilMs: number): Promise<void> {
    await this.#parts.localMatters.mute(this.#find(contact), untilMs);
  }

  async archive(contact: string, isArchived: boolean): Promise<void> {
    await this.#parts.localMatters.archive(this.#find(contact), isArchived);
  }

  async markUnread(contact: string): Promise<void> {
    await this.#parts.localMatters.markUnread(this.#find(contact));
  }

  async search(
    query: string,
    options: {
      readonly contact?: string;
      readonly before?: number;
      readonly limit?: number;
      readonly partial?: boolean;
    } = {},
  ): Promise<SearchPage> {
    this.#requireOpen();
    const { contact, ...rest } = options;
    return await this.#parts.search.find(query, {
      ...rest,
      ...(contact === undefined ? {} : { contact: this.#find(contact) }),
    });
  }

  async typing(contact: string): Promise<void> {
    await this.#parts.typing.tell(this.#find(contact));
  }

  async preferences(): Promise<PreferenceValues> {
    return this.#parts.context.preferences.values;
  }

  async setPreferences(change: Partial<PreferenceValues>): Promise<PreferenceValues> {
    this.#requireOpen();
    const { preferences } = this.#parts.context;
    const before = await preferences.set(change);
    if (preferences.mailboxesOnly !== before.mailboxesOnly) await this.#parts.presence.directWayChanged();
    return preferences.values;
  }

  async notices(contact?: string): Promise<readonly NoticeView[]> {
    this.#requireOpen();
    const { own, notices } = this.#parts.context;
    return await notices.list(contact === undefined ? own.id : this.#find(contact).accountId, MAX_NOTICES);
  }

  async markRead(contact: string): Promise<number> {
    const record = this.#find(contact);
    const isMarked = this.#parts.context.conversations.get(record.accountId).markedUnreadAtMs !== undefined;
    const total = await this.#parts.reader.markRead(record);
    if (total > 0) {
      this.#parts.receipts.poke();
      this.#parts.disappearing.poke();
    }
    if (total > 0 || isMarked) this.#parts.contactWatch.changed(record);
    return total;
  }

  async storageFault(): Promise<StorageFault | undefined> {
    return this.#parts.context.ledger.fault;
  }

  async status(): Promise<StatusReport> {
    this.#requireOpen();
    return await this.#checkUp.status();
  }

  async doctor(): Promise<readonly Finding[]> {
    this.#requireOpen();
    return await this.#checkUp.findings();
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
    return await this.#view(record);
  }

  #requireOpen(): void {
    if (this.#closed) throw new UsageError('closed', 'the client is closed');
  }
}
