/** A person's side in memory, for tests of commands and screens: does what it is told, reaches nobody. */
import type {
  AccountView,
  ClientEvents,
  ContactView,
  ConversationView,
  DeviceView,
  Finding,
  MessageInfo,
  MessageView,
  NoticeView,
  PageOptions,
  PreferenceValues,
  SearchPage,
  SentEffect,
  SottoClient,
  StatusReport,
  StoredNoticeKind,
  SyncReport,
  VerificationView,
} from '@sotto/client';
import { DecodeError, UsageError, VerifyError } from '@sotto/wire';
import { FakeConversations } from './fake-conversations.ts';
import { emptyStatus } from './fake-status.ts';

/** 2025-06-03, 09:12 UTC: a Tuesday. */
export const START_MS = 1_748_941_920_000;
const MINUTE_MS = 60_000;

type Handlers = { [K in keyof ClientEvents]: Set<(event: ClientEvents[K]) => void> };

export class FakeClient implements SottoClient {
  readonly calls: string[] = [];
  accountView: AccountView = {
    id: 'sotto1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn0k2w3c',
    name: 'Ada Lovelace',
    device: 'd1'.repeat(16),
    mailboxes: [],
  };
  statusReport: StatusReport = emptyStatus(START_MS);
  findings: readonly Finding[] = [{ check: 'clock', code: 'clock-agrees', level: 'ok', facts: {} }];
  syncReport: SyncReport = { received: 2, acknowledged: 1, pending: 0 };
  /** What a sent message becomes at once when the client is asked to settle it. */
  settlesAs: Partial<MessageView> = { state: 'custody', custody: { held: 2, of: 3 } };
  otherDevices: readonly DeviceView[] = [{ id: 'd2'.repeat(16), current: false, revoked: true }];
  keptWords: string | undefined;
  /** What is known of messages beside themselves, by id. */
  readonly infos = new Map<string, Partial<MessageInfo>>();
  preferenceValues: PreferenceValues = { receipts: true, typing: true, mailboxesOnly: false };
  nowMs = START_MS;
  closed = false;

  readonly #contacts = new Map<string, ContactView>();
  readonly #messages: MessageView[] = [];
  readonly #notices: NoticeView[] = [];
  readonly #conversations = new FakeConversations();
  /** Ids of reactions, edits and deletions. */
  readonly #effects = new Set<string>();
  readonly #handlers: Handlers = {
    message: new Set(),
    'message-state': new Set(),
    'message-changed': new Set(),
    'message-removed': new Set(),
    conversation: new Set(),
    typing: new Set(),
    'search-index': new Set(),
    contact: new Set(),
    notice: new Set(),
    outbox: new Set(),
    'storage-fault': new Set(),
    network: new Set(),
  };

  /** Adds a contact without event. */
  know(name: string, change: Partial<ContactView> = {}): ContactView {
    const contact: ContactView = {
      id: `sotto1${name.toLowerCase().replaceAll(/[^a-z]/g, '')}`,
      name,
      claimedName: name,
      status: 'contact',
      verification: 'unverified',
      reachableKeys: true,
      unread: 0,
      missing: 0,
      online: false,
      lastActivityMs: 0,
      ...change,
    };
    this.#contacts.set(contact.id, contact);
    return contact;
  }

  /** Adds a message without event. */
  put(contact: ContactView, text: string, change: Partial<MessageView> = {}): MessageView {
    this.nowMs += MINUTE_MS;
    const message: MessageView = {
      id: `m${this.#messages.length + 1}`,
      contact: contact.id,
      direction: 'in',
      text,
      type: 'text',
      state: 'delivered',
      custody: { held: 0, of: 3 },
      devices: { delivered: 0, of: 1 },
      sentAtMs: this.nowMs,
      order: this.nowMs,
      isDeleted: false,
      reactions: [],
      ...change,
    };
    this.#messages.push(message);
    return message;
  }

  /** A message arrives. */
  receive(contact: ContactView, text: string, change: Partial<MessageView> = {}): MessageView {
    const message = this.put(contact, text, change);
    const current = this.#contacts.get(contact.id) ?? contact;
    this.changeContact(contact, { unread: current.unread + 1, lastActivityMs: message.sentAtMs });
    this.emit('message', message);
    return message;
  }

  changeContact(contact: ContactView, change: Partial<ContactView>): ContactView {
    const next = { ...(this.#contacts.get(contact.id) ?? contact), ...change };
    this.#contacts.set(contact.id, next);
    this.emit('contact', next);
    this.emit('conversation', next.id);
    return next;
  }

  changeMessage(id: string, change: Partial<MessageView>): MessageView {
    const index = this.#messages.findIndex((message) => message.id === id);
    const message = { ...this.#message(id), ...change };
    this.#messages[index] = message;
    this.emit('message-state', message);
    return message;
  }

  /** Something happened to a contact, or to our own account. */
  notice(contact: ContactView | undefined, kind: StoredNoticeKind): NoticeView {
    this.nowMs += MINUTE_MS;
    const id = `n${this.#notices.length + 1}`;
    const notice: NoticeView = { id, contact: contact?.id ?? '', kind, order: this.nowMs, atMs: this.nowMs };
    this.#notices.push(notice);
    this.emit('notice', notice);
    return notice;
  }

  changeStatus(change: Partial<StatusReport>): void {
    this.statusReport = { ...this.statusReport, ...change };
    this.emit('network', undefined);
  }

  emit<K extends keyof ClientEvents>(kind: K, event: ClientEvents[K]): void {
    for (const handler of this.#handlers[kind]) handler(event);
  }

  #message(id: string): MessageView {
    const message = this.#messages.find((candidate) => candidate.id === id);
    if (message === undefined) throw new UsageError('invalid-argument', 'there is no such message');
    return message;
  }

  async account(): Promise<AccountView> {
    return this.accountView;
  }
  async devices(): Promise<readonly DeviceView[]> {
    return [{ id: this.accountView.device, current: true, revoked: false }, ...this.otherDevices];
  }
  async revokeDevice(device: string): Promise<void> {
    this.calls.push(`revokeDevice ${device}`);
    this.otherDevices = this.otherDevices.map((one) => (one.id === device ? { ...one, revoked: true } : one));
  }
  async recoveryWords(): Promise<string | undefined> {
    return this.keptWords;
  }
  async confirmRecoveryWords(): Promise<void> {
    this.keptWords = undefined;
  }
  async link(): Promise<string> {
    return `sotto:${'Q2FzdGxlIG9mIGdsYXNz'.repeat(6)}`;
  }
  async goOnline(): Promise<void> {
    this.calls.push('goOnline');
  }
  async sync(): Promise<SyncReport> {
    this.calls.push('sync');
    return this.syncReport;
  }
  async close(): Promise<void> {
    this.closed = true;
  }
  async contacts(): Promise<readonly ContactView[]> {
    return [...this.#contacts.values()];
  }
  async contact(nameOrId: string): Promise<ContactView> {
    for (const contact of this.#contacts.values()) {
      if (contact.id === nameOrId || contact.name.toLowerCase() === nameOrId.toLowerCase()) return contact;
    }
    throw new UsageError('unknown-contact', 'there is no contact of that name', { hint: 'See `sotto contacts`.' });
  }
  async addContact(link: string, options: { readonly as?: string } = {}): Promise<ContactView> {
    if (!link.startsWith('sotto:')) throw new DecodeError('malformed', 'that is not a contact link');
    return this.#keep(this.know(options.as ?? 'Grace Hopper'));
  }
  async acceptRequest(contact: string): Promise<ContactView> {
    return this.#keep({ ...(await this.contact(contact)), status: 'contact' });
  }
  async rename(contact: string, name: string): Promise<ContactView> {
    return this.#keep({ ...(await this.contact(contact)), name });
  }
  async block(contact: string): Promise<ContactView> {
    return this.#keep({ ...(await this.contact(contact)), status: 'blocked' });
  }
  async unblock(contact: string): Promise<ContactView> {
    return this.#keep({ ...(await this.contact(contact)), status: 'contact' });
  }
  async verification(contact: string): Promise<VerificationView> {
    const { verification } = await this.contact(contact);
    const safetyNumber = Array.from({ length: 12 }, (_, i) => String(10_000 + i * 7_001)).join(' ');
    return { safetyNumber, verification };
  }
  async markVerified(contact: string): Promise<ContactView> {
    return this.#keep({ ...(await this.contact(contact)), verification: 'verified' });
  }
  async acceptKeys(contact: string): Promise<ContactView> {
    return this.#keep({ ...(await this.contact(contact)), verification: 'unverified' });
  }
  #keep(contact: ContactView): ContactView {
    return this.changeContact(contact, contact);
  }

  async send(contact: string, text: string, options: { readonly replyTo?: string } = {}): Promise<MessageView> {
    const found = await this.contact(contact);
    if (found.verification === 'changed') {
      throw new VerifyError('key-changed', 'the keys of this contact changed', { hint: 'See `sotto verify`.' });
    }
    const { replyTo } = options;
    const answered = replyTo === undefined ? undefined : this.#message(replyTo);
    const reply = answered && { id: answered.id, state: 'here' as const, text: answered.text };
    const message = this.put(found, text, { direction: 'out', state: 'queued', ...(reply ? { reply } : {}) });
    this.emit('message', message);
    return message;
  }
  async react(messageId: string, emoji: string, options: { readonly remove?: boolean } = {}): Promise<SentEffect> {
    const reactions = options.remove === true ? [] : [{ emoji, isOurs: true, isTheirs: false }];
    return this.#effect(messageId, { reactions });
  }
  async edit(messageId: string, text: string): Promise<SentEffect> {
    const before = this.#message(messageId);
    if (before.direction === 'in') throw new UsageError('invalid-argument', 'this cannot be done to this message');
    return this.#effect(messageId, { text, edited: { atMs: this.nowMs, earlier: [before.text] } });
  }
  async deleteForAll(messageId: string): Promise<SentEffect> {
    return this.#effect(messageId, { text: '', isDeleted: true });
  }
  async deleteForMe(messageId: string): Promise<void> {
    const { contact } = this.#message(messageId);
    const index = this.#messages.findIndex(({ id }) => id === messageId);
    this.#messages.splice(index, 1);
    this.emit('message-removed', { contact, id: messageId });
  }
  async setTimer(contact: string, seconds: number): Promise<MessageView> {
    const found = await this.contact(contact);
    this.#conversations.set(found.id, { timerSeconds: seconds });
    const message = this.put(found, `Timer: ${seconds}`, { direction: 'out', state: 'queued', timerSeconds: seconds });
    this.emit('message', message);
    return message;
  }
  #effect(messageId: string, change: Partial<MessageView>): SentEffect {
    const index = this.#messages.findIndex(({ id }) => id === messageId);
    const message = { ...this.#message(messageId), ...change };
    this.#messages[index] = message;
    const found = this.#contacts.get(message.contact);
    if (found === undefined) throw new UsageError('unknown-contact', 'there is no contact of that name');
    const { id } = this.put(found, '', { direction: 'out', state: 'queued' });
    this.#effects.add(id);
    this.calls.push(`effect ${messageId} ${Object.keys(change).join(' ')}`);
    this.emit('message-changed', message);
    return { id, message };
  }
  async message(messageId: string): Promise<MessageView> {
    return this.#message(messageId);
  }
  async messageInfo(messageId: string): Promise<MessageInfo> {
    const message = this.#message(messageId);
    return { message, storedAtMs: message.sentAtMs, devices: [], ...this.infos.get(messageId) };
  }
  async *exportConversation(contact: string): AsyncGenerator<string> {
    for (const { text } of await this.history(contact)) yield `${text}\n`;
  }
  async conversations(): Promise<readonly ConversationView[]> {
    return await Promise.all([...this.#contacts.keys()].map((id) => this.conversation(id)));
  }
  async conversation(contact: string): Promise<ConversationView> {
    const found = await this.contact(contact);
    const last = this.#messages.findLast((message) => message.contact === found.id);
    return this.#conversations.view(found, last, this.nowMs);
  }
  async setDraft(): Promise<void> {}
  async pin(contact: string, isPinned: boolean): Promise<void> {
    await this.#set(contact, { isPinned });
  }
  async mute(contact: string, mutedUntilMs: number): Promise<void> {
    await this.#set(contact, { mutedUntilMs });
  }
  async archive(contact: string, isArchived: boolean): Promise<void> {
    await this.#set(contact, { isArchived });
  }
  async markUnread(contact: string): Promise<void> {
    await this.#set(contact, { isMarkedUnread: true });
  }
  async #set(contact: string, change: Parameters<FakeConversations['set']>[1]): Promise<void> {
    const { id } = await this.contact(contact);
    this.#conversations.set(id, change);
    this.emit('conversation', id);
  }
  async typing(contact: string): Promise<void> {
    this.calls.push(`typing ${contact}`);
  }
  async search(query: string, options: { readonly contact?: string } = {}): Promise<SearchPage> {
    const wanted = options.contact === undefined ? undefined : (await this.contact(options.contact)).id;
    const hits = this.#messages
      .filter(({ text, contact }) => text.includes(query) && (wanted === undefined || contact === wanted))
      .map((message) => {
        const start = message.text.indexOf(query);
        return { message, ranges: [{ start, end: start + query.length }] };
      });
    return { hits: hits.reverse() };
  }
  async preferences(): Promise<PreferenceValues> {
    return this.preferenceValues;
  }
  async setPreferences(change: Partial<PreferenceValues>): Promise<PreferenceValues> {
    this.preferenceValues = { ...this.preferenceValues, ...change };
    return this.preferenceValues;
  }
  async settled(messageId: string): Promise<MessageView> {
    const { reachableKeys } = await this.contact(this.#message(messageId).contact);
    const waits = this.settlesAs.state === 'queued' && !reachableKeys ? { waits: { reason: 'no-keys' } as const } : {};
    return this.changeMessage(messageId, { ...this.settlesAs, ...waits });
  }
  async retry(messageId: string): Promise<MessageView> {
    this.calls.push(`retry ${messageId}`);
    const { failure: _over, ...rest } = this.#message(messageId);
    const index = this.#messages.findIndex((message) => message.id === messageId);
    const message: MessageView = { ...rest, state: 'queued' };
    this.#messages[index] = message;
    this.emit('message-state', message);
    return message;
  }
  async history(contact: string, options: PageOptions = {}): Promise<readonly MessageView[]> {
    const { id } = await this.contact(contact);
    const all = this.#messages.filter((message) => message.contact === id && !this.#effects.has(message.id));
    if (options.after !== undefined) {
      const start = all.findIndex((message) => message.id === options.after) + 1;
      return all.slice(start, start + (options.limit ?? 200));
    }
    const end = options.before === undefined ? all.length : all.findIndex((message) => message.id === options.before);
    return all.slice(Math.max(0, end - (options.limit ?? 200)), end);
  }
  async failedEffects(contact?: string): Promise<readonly MessageView[]> {
    const id = contact === undefined ? undefined : (await this.contact(contact)).id;
    return this.#messages.filter(
      (message) =>
        this.#effects.has(message.id) && message.state === 'failed' && (id === undefined || message.contact === id),
    );
  }

  async dismissEffect(id: string): Promise<void> {
    this.#effects.delete(id);
    this.#messages.splice(
      this.#messages.findIndex((message) => message.id === id),
      1,
    );
  }

  async storageFault(): Promise<undefined> {}

  async notices(contact?: string): Promise<readonly NoticeView[]> {
    const id = contact === undefined ? '' : (await this.contact(contact)).id;
    return this.#notices.filter((notice) => notice.contact === id);
  }
  async markRead(contact: string): Promise<number> {
    const found = await this.contact(contact);
    this.calls.push(`markRead ${found.name}`);
    this.#conversations.set(found.id, { isMarkedUnread: false });
    this.changeContact(found, { unread: 0 });
    return found.unread;
  }
  async status(): Promise<StatusReport> {
    return this.statusReport;
  }
  async doctor(): Promise<readonly Finding[]> {
    return this.findings;
  }
  on<K extends keyof ClientEvents>(kind: K, handler: (event: ClientEvents[K]) => void): () => void {
    this.#handlers[kind].add(handler);
    return () => this.#handlers[kind].delete(handler);
  }
}
