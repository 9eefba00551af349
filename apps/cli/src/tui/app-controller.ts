/**
 * Between the screen and the client: turns wishes into calls and events into actions. Whatever fails becomes a line that
 * the person sees. Must not know: keys and layout.
 */
import type { ClientEvents, ContactView, MessageView, SottoClient } from '@sotto/client';
import type { Clock } from '@sotto/ports';
import { markRead } from '../mark-read.ts';
import { noticeText } from '../notice-text.ts';
import { sanitizeLine } from '../sanitize.ts';
import type { AppAction } from './app-reducer.ts';
import type { Intent } from './app-state.ts';
import { Coalescer } from './coalescer.ts';
import type { ControllerOptions, ControllerParts } from './controller-parts.ts';
import { ConversationController } from './conversation-controller.ts';
import { DevicesController } from './devices-controller.ts';
import { failedEffectsLine, isEffect } from './failed-effects-line.ts';
import { failureLine } from './failure-line.ts';
import { MessageInfoController } from './message-info-controller.ts';
import { SettingsController } from './settings-controller.ts';

/** Messages that one page asks for. */
export const PAGE_SIZE = 200;
/** So far back a message that was found is shown with everything after it. */
const MAX_BACK = 1_000;

/** A text to send. */
export interface Wish {
  readonly contact: string;
  readonly text: string;
  readonly intent: Intent | undefined;
  /** Nothing was stored. */
  readonly onRefused: () => void;
}

export class AppController {
  readonly conversations: ConversationController;
  readonly info: MessageInfoController;
  readonly devices: DevicesController;
  readonly settings: SettingsController;
  readonly #client: SottoClient;
  readonly #dispatch: (action: AppAction) => void;
  readonly #clock: Clock;
  readonly #work: Coalescer;
  #open: string | undefined;
  #loadingOlder = false;

  constructor({ client, dispatch, clock, hasOwnMailbox }: ControllerOptions) {
    this.#client = client;
    this.#dispatch = dispatch;
    this.#clock = clock;
    this.#work = new Coalescer((error) => this.#report(error));
    const parts: ControllerParts = {
      client,
      dispatch,
      clock,
      flash: (text, tone) => this.#flash(text, tone),
      report: (error) => this.#report(error),
    };
    this.conversations = new ConversationController(parts);
    this.info = new MessageInfoController(parts);
    this.devices = new DevicesController(parts);
    this.settings = new SettingsController(parts, hasOwnMailbox);
  }

  /** Listens to the client and connects. The returned function stops listening. */
  start(): () => void {
    const client = this.#client;
    const stops = [
      this.conversations.start(),
      this.info.start(),
      client.on('contact', (contact) => this.#dispatch({ type: 'contact', contact })),
      client.on('message', (message) => this.#onMessage(message)),
      client.on('message-state', (message) => this.#onMessageState(message)),
      client.on('message-changed', (message) => this.#dispatch({ type: 'message-state', message })),
      client.on('message-removed', ({ contact, id }) => this.#dispatch({ type: 'message-removed', contact, id })),
      client.on('typing', ({ contact, isTyping }) => this.#dispatch({ type: 'typing', contact, isTyping })),
      client.on('notice', (notice) => this.#onNotice(notice)),
      client.on('outbox', () => this.#refreshStatus()),
      client.on('network', () => this.#onNetwork()),
    ];
    this.#refreshContacts();
    this.#refreshStanding();
    this.#work.run('online', async () => {
      await client.goOnline();
      this.#refreshStatus();
    });
    return () => {
      for (const stop of stops) stop();
    };
  }

  open(contact: string): void {
    this.#open = contact;
    this.#work.run('open', async () => {
      const [messages, notices] = await Promise.all([
        this.#client.history(contact, { limit: PAGE_SIZE }),
        this.#client.notices(contact),
      ]);
      // Another conversation may have been opened meanwhile.
      if (this.#open !== contact) return;
      const complete = messages.length < PAGE_SIZE;
      this.#dispatch({ type: 'open', contact, messages, notices, complete });
      await this.#tellFailedEffects(contact);
      await markRead(this.#client, contact);
    });
  }

  openByName(nameOrId: string): void {
    this.#work.run('open-by-name', async () => this.open((await this.#client.contact(nameOrId)).id));
  }

  loadOlder(contact: string, before: string): void {
    if (this.#loadingOlder) return;
    this.#loadingOlder = true;
    this.#work.run('older', async () => {
      try {
        const messages = await this.#client.history(contact, { limit: PAGE_SIZE, before });
        this.#dispatch({ type: 'older', contact, messages, complete: messages.length < PAGE_SIZE });
      } finally {
        this.#loadingOlder = false;
      }
    });
  }

  /** Calls `onRefused` when nothing was stored, so that the text is not lost. An edit replaces its message. */
  send({ contact, text, intent, onRefused }: Wish): void {
    const replyTo = intent?.kind === 'reply' ? { replyTo: intent.message } : {};
    const sent: Promise<unknown> =
      intent?.kind === 'edit' ? this.#client.edit(intent.message, text) : this.#client.send(contact, text, replyTo);
    void sent.then(
      () => this.#refreshConversation(contact),
      (error: unknown) => {
        onRefused();
        this.#report(error);
      },
    );
  }

  /** The person is typing. What it fails for is nothing to show. */
  typing(contact: string): void {
    this.#work.run('typing', async () => await this.#client.typing(contact).catch(() => undefined));
  }

  /** The same emoji once more takes it back. */
  react(messageId: string, emoji: string): void {
    this.#attempt(async () => {
      const { reactions } = await this.#client.message(messageId);
      const remove = reactions.some((reaction) => reaction.emoji === emoji && reaction.isOurs);
      await this.#client.react(messageId, emoji, { remove });
    });
  }

  deleteForAll(messageId: string): void {
    this.#attempt(async () => {
      await this.#client.deleteForAll(messageId);
      this.#flash('Deleted here, and the other side is asked to.', 'good');
    });
  }

  deleteForMe(messageId: string): void {
    this.#attempt(async () => {
      await this.#client.deleteForMe(messageId);
      this.#flash('Deleted on this device.', 'good');
    });
  }

  search(query: string): void {
    this.#work.run('search', async () => {
      const { hits } = await this.#client.search(query);
      this.#dispatch({ type: 'found', query, hits });
    });
  }

  /** Opens the conversation of a message at that message, unless it lies too far back to be shown here. */
  openAt({ contact, id }: MessageView): void {
    this.#open = contact;
    this.#work.run('open', async () => {
      const [message, later, notices] = await Promise.all([
        this.#client.message(id),
        this.#client.history(contact, { after: id, limit: MAX_BACK }),
        this.#client.notices(contact),
      ]);
      this.#dispatch({ type: 'overlay', overlay: undefined });
      if (later.length === MAX_BACK) {
        this.#flash(`That is far back. Read it with: sotto history --before ${later[0]?.id ?? id}`, 'bad');
        return;
      }
      const messages = [message, ...later];
      this.#dispatch({ type: 'open', contact, messages, notices, complete: false });
      this.#dispatch({ type: 'pick', message: id });
      await markRead(this.#client, contact);
    });
  }

  /** The status with what is to be done about it, as it is now. */
  showStatus(): void {
    this.#work.run('show-status', async () => {
      const [status, findings] = await Promise.all([this.#client.status(), this.#client.doctor()]);
      this.#dispatch({ type: 'status', status });
      const overlay = { kind: 'status' as const, scroll: 0, findings, atMs: this.#clock.nowMs() };
      this.#dispatch({ type: 'overlay', overlay });
    });
  }

  /** These messages of a conversation, and what was done to others and nobody got. */
  retry(contact: string, messages: readonly MessageView[]): void {
    this.#attempt(async () => {
      const lost = [...messages, ...(await this.#client.failedEffects(contact))];
      for (const { id } of lost) await this.#client.retry(id);
      if (lost.length === 0) this.#flash('Nothing in this conversation has failed.', 'plain');
      else this.#flash(lost.length === 1 ? 'Sending it again.' : `Sending ${lost.length} messages again.`, 'good');
    });
  }

  addContact(link: string, name: string): void {
    this.#dispatch({ type: 'add', change: { busy: true } });
    void this.#client.addContact(link.trim(), name.trim() === '' ? {} : { as: name.trim() }).then(
      (contact) => {
        this.#dispatch({ type: 'contact', contact });
        this.#dispatch({ type: 'overlay', overlay: undefined });
        this.#flash(`${sanitizeLine(contact.name, { maxColumns: 40 })} is a contact now.`, 'good');
        this.open(contact.id);
      },
      (error: unknown) => this.#dispatch({ type: 'add', change: { busy: false, problem: failureLine(error) } }),
    );
  }

  accept(contact: string): void {
    this.#change('is a contact now.', () => this.#client.acceptRequest(contact));
  }
  block(contact: string): void {
    this.#change('is blocked.', () => this.#client.block(contact));
  }
  unblock(contact: string): void {
    this.#change('is not blocked any more.', () => this.#client.unblock(contact));
  }
  /** The person goes on without comparing. Does nothing when the keys are not changed ones. */
  acceptChangedKeys(contact: string): void {
    this.#attempt(async () => {
      if ((await this.#client.contact(contact)).verification !== 'changed') return;
      this.#change('can be written to again.', () => this.#client.acceptKeys(contact));
    });
  }

  showVerification(contact: string): void {
    this.#work.run('verify', async () => {
      this.#dispatch({ type: 'verification', contact, view: await this.#client.verification(contact) });
    });
  }

  markVerified(contact: string): void {
    this.#change('is verified.', () => this.#client.markVerified(contact));
  }

  #change(what: string, change: () => Promise<ContactView>): void {
    this.#attempt(async () => {
      const contact = await change();
      this.#dispatch({ type: 'contact', contact });
      this.#flash(`${sanitizeLine(contact.name, { maxColumns: 40 })} ${what}`, 'good');
      // What was open as a request counts as read from now on.
      this.#refreshConversation(contact.id);
    });
  }

  /** Wishes of the person: each is carried out, none replaces another. */
  #attempt(work: () => Promise<void>): void {
    void work().catch((error: unknown) => this.#report(error));
  }

  #onMessage(message: MessageView): void {
    this.#refreshConversation(message.contact);
    this.#refreshStatus();
    this.#work.run(`contact ${message.contact}`, async () => {
      this.#dispatch({ type: 'contact', contact: await this.#client.contact(message.contact) });
    });
  }

  #onMessageState(message: MessageView): void {
    this.#dispatch({ type: 'message-state', message });
    this.#refreshStatus();
    if (isEffect(message) && message.contact === this.#open)
      this.#work.run('failed-effects', () => this.#tellFailedEffects(message.contact));
  }

  async #tellFailedEffects(contact: string): Promise<void> {
    const line = failedEffectsLine(await this.#client.failedEffects(contact));
    if (line !== undefined) this.#flash(line, 'bad');
  }

  /** Who is online is part of every contact. */
  #onNetwork(): void {
    this.#refreshStatus();
    this.#refreshContacts();
  }

  #refreshContacts(): void {
    this.#work.run('contacts', async () => {
      this.#dispatch({ type: 'contacts', contacts: await this.#client.contacts() });
    });
  }

  /** Reads the newest page again: only the client knows the order. */
  #refreshConversation(contact: string): void {
    if (contact !== this.#open) return;
    this.#work.run('newest', async () => {
      const messages = await this.#client.history(contact, { limit: PAGE_SIZE });
      this.#dispatch({ type: 'newest', contact, messages });
      if (contact === this.#open) await markRead(this.#client, contact);
    });
  }

  /** Notices stand in their conversation; what happens elsewhere, or to our own account, is said once at the bottom. */
  #onNotice(event: ClientEvents['notice']): void {
    const { contact } = event;
    // What is missing stands in the contact itself.
    if (event.kind === 'gap') return;
    if (event.kind === 'device-revoked') this.#refreshStanding();
    if (event.kind === 'gap-closed') this.#refreshConversation(contact);
    else if (contact === this.#open) this.#refreshNotices(contact);
    else this.#work.run(`notice ${contact}`, async () => this.#flash(await this.#elsewhere(event), 'bad'));
  }

  async #elsewhere({ contact, kind }: ClientEvents['notice']): Promise<string> {
    if (contact === '') return noticeText({ kind });
    const { name } = await this.#client.contact(contact);
    return `${sanitizeLine(name, { maxColumns: 40 })}: ${noticeText({ kind })}`;
  }

  #refreshNotices(contact: string): void {
    this.#work.run('notices', async () => {
      this.#dispatch({ type: 'notices', contact, notices: await this.#client.notices(contact) });
    });
  }

  /** Whether this device is still one of its account. */
  #refreshStanding(): void {
    this.#work.run('standing', async () => {
      const devices = await this.#client.devices();
      this.#dispatch({ type: 'removed', isRemoved: devices.some(({ current, revoked }) => current && revoked) });
    });
  }

  #refreshStatus(): void {
    this.#work.run('status', async () => this.#dispatch({ type: 'status', status: await this.#client.status() }));
  }

  #flash(text: string, tone: 'good' | 'bad' | 'plain'): void {
    this.#dispatch({ type: 'flash', flash: { text, tone } });
  }

  #report(error: unknown): void {
    this.#flash(failureLine(error), 'bad');
  }
}
