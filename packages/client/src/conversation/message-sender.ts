/** Sending what a person says and does to messages: texts, replies, reactions, edits, deletions, timers (specs/11). */
import type { ContactRecord, MessageRecord } from '@sotto/ports';
import { formatHex, LIMITS, UsageError, VerifyError } from '@sotto/wire';
import type { Composer, Composition } from '../composer.ts';
import type { ContentType } from '../content/content-type.ts';
import { DELETION } from '../content/deletion.ts';
import { EDIT } from '../content/edit.ts';
import { isReaction, REACTION } from '../content/reaction.ts';
import { TEXT } from '../content/text.ts';
import { TIMER } from '../content/timer.ts';
import type { ClientContext } from '../context.ts';
import type { DraftText, MessageView, SentEffect } from '../conversation-views.ts';
import type { MessageViews } from '../message-view.ts';
import type { Outbox } from '../outbox.ts';
import { draftChange } from './draft.ts';
import { judge } from './judgement.ts';
import { type MessageFinder, parseId } from './message-finder.ts';

interface MessageSenderParts {
  readonly composer: Composer;
  readonly outbox: Outbox;
  readonly messageViews: MessageViews;
  readonly finder: MessageFinder;
  /** Writing to a stranger who asked accepts the request. */
  readonly accept: (contact: ContactRecord) => Promise<ContactRecord>;
  /** No device of the contact can be written to yet. */
  readonly needsWork: (contact: ContactRecord) => void;
  /** A message that disappears was composed. */
  readonly onTimed: () => void;
}

export class MessageSender {
  readonly #context: ClientContext;
  readonly #parts: MessageSenderParts;

  constructor(context: ClientContext, parts: MessageSenderParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /** `replyTo`: a message of the same conversation. `draft`: what is left to be written, `null` for nothing. */
  async text(
    contact: ContactRecord,
    { text, replyTo, draft }: DraftText & { readonly draft?: DraftText | null },
  ): Promise<MessageView> {
    const answered = replyTo === undefined ? undefined : await this.#parts.finder.in(contact.accountId, replyTo);
    const body = { text, ...(answered ? { replyTo: answered.messageId } : {}) };
    const left = draft === undefined ? undefined : draftChange(draft ?? undefined);
    return await this.#message(contact, { type: TEXT, body, ...(left ? { left } : {}) });
  }

  /** `seconds`: 0 turns it off. @throws {UsageError} `invalid-argument` */
  async timer(contact: ContactRecord, seconds: number): Promise<MessageView> {
    if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > LIMITS.MAX_TIMER_SECONDS) {
      throw new UsageError('invalid-argument', 'not a time after which messages can disappear', {
        facts: { maxSeconds: LIMITS.MAX_TIMER_SECONDS },
      });
    }
    return await this.#message(contact, { type: TIMER, body: { seconds } });
  }

  /** @throws {UsageError} `invalid-argument` unless it is one emoji, and the message can have one */
  async react(messageId: string, emoji: string, isRemoved: boolean): Promise<SentEffect> {
    if (!isReaction(emoji)) throw new UsageError('invalid-argument', 'a reaction is one emoji');
    return await this.#effect(messageId, REACTION, { target: parseId(messageId), emoji, isRemoved });
  }

  /** @throws {UsageError} `invalid-argument` for what is not ours, no text, or older than EDIT_WINDOW_SECONDS */
  async edit(messageId: string, text: string): Promise<SentEffect> {
    return await this.#effect(messageId, EDIT, { target: parseId(messageId), text });
  }

  /** @throws {UsageError} `invalid-argument` for what is not ours */
  async remove(messageId: string): Promise<SentEffect> {
    return await this.#effect(messageId, DELETION, { target: parseId(messageId) });
  }

  async #message<Body>(contact: ContactRecord, what: Composition<Body>): Promise<MessageView> {
    const { messageViews } = this.#parts;
    const { placed, rows } = await this.#send(contact, what);
    const view = await messageViews.of(placed.message, { rows, custody: [] });
    this.#context.events.emit('message', view);
    if (this.#context.events.has('conversation')) this.#context.events.emit('conversation', view.contact);
    return view;
  }

  async #effect<Body>(messageId: string, type: ContentType<Body>, body: Body): Promise<SentEffect> {
    const { finder, messageViews } = this.#parts;
    const target = await finder.shown(messageId);
    this.#requireEffective(type.type, target);
    const contact = this.#context.contacts.get(target.conversation);
    if (contact === undefined) throw new UsageError('unknown-contact', 'no such contact');
    const { placed } = await this.#send(contact, { type, body });
    const message = await messageViews.view(await finder.shown(messageId));
    this.#context.events.emit('message-changed', message);
    return { id: formatHex(placed.message.messageId), message };
  }

  /** What the other side would not take is not sent. @throws {UsageError} `invalid-argument` */
  #requireEffective(type: string, target: MessageRecord): void {
    const effect: MessageRecord = { ...target, type, direction: 'out', sentAtMs: this.#context.clock.nowMs() };
    const judgement = judge(effect, target);
    if (judgement === 'counts') return;
    if (judgement === 'own-message') {
      throw new UsageError('invalid-argument', 'the message is too old to be edited', {
        facts: { maxSeconds: LIMITS.EDIT_WINDOW_SECONDS },
        hint: 'Write a new one, or delete it.',
      });
    }
    throw new UsageError('invalid-argument', 'this cannot be done to this message', {
      hint: 'Only your own messages can be edited or deleted, and deleted ones not at all.',
    });
  }

  async #send<Body>(contact: ContactRecord, what: Composition<Body>) {
    const { composer, outbox, needsWork, onTimed } = this.#parts;
    const record = await this.#requireSendable(contact);
    const composed = await composer.compose(record, what);
    this.#context.lifetime.run(() => outbox.sendNow(composed.rows));
    if (composed.rows.length === 0) needsWork(record);
    if (composed.placed.message.expiresAtMs !== undefined) onTimed();
    return composed;
  }

  /** @throws {UsageError} `blocked`, `device-revoked` @throws {VerifyError} `key-changed` */
  async #requireSendable(record: ContactRecord): Promise<ContactRecord> {
    this.#context.own.requireActive();
    if (record.status === 'blocked') {
      throw new UsageError('blocked', 'this contact is blocked', { hint: 'Unblock it first: sotto unblock <contact>' });
    }
    if (this.#context.contacts.verification(record) === 'changed') {
      throw new VerifyError('key-changed', 'the keys of this contact have changed since you verified them', {
        hint: 'Compare the safety number again: sotto verify <contact>',
      });
    }
    return record.status === 'contact' ? record : await this.#parts.accept(record);
  }
}
