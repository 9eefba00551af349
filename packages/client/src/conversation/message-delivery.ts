/** One message that a person waits for, or wants to be tried again (specs/08 §7). */
import type { MessageRecord } from '@sotto/ports';
import type { ContactWork } from '../contact-work.ts';
import type { ClientContext } from '../context.ts';
import type { MessageView } from '../conversation-views.ts';
import type { MessageRetry } from '../message-retry.ts';
import type { MessageViews } from '../message-view.ts';
import type { Outbox } from '../outbox.ts';
import type { Presence } from '../presence.ts';
import { untilSettled } from '../settling.ts';
import { withTimeout } from '../timeout.ts';
import type { MessageFinder } from './message-finder.ts';

interface MessageDeliveryParts {
  readonly context: ClientContext;
  readonly contactWork: ContactWork;
  readonly finder: MessageFinder;
  readonly messageViews: MessageViews;
  readonly outbox: Outbox;
  readonly presence: Presence;
  readonly retry: MessageRetry;
}

export class MessageDelivery {
  readonly #parts: MessageDeliveryParts;

  constructor(parts: MessageDeliveryParts) {
    this.#parts = parts;
  }

  /**
   * The message once it has left `queued` and what else waits for its devices was tried too, or when the time is over:
   * whoever ends after that leaves nothing behind that could have gone. @throws {UsageError} `invalid-argument`
   */
  async settled(messageId: string, timeoutMs: number): Promise<MessageView> {
    const { context, finder, messageViews } = this.#parts;
    const { lifetime, clock } = context;
    const startedAtMs = clock.monotonicMs();
    const message = await finder.any(messageId);
    const { settled, finish } = untilSettled(context, messageId, timeoutMs);
    lifetime.run(async () => {
      await this.#deliver(message);
      if ((await finder.any(messageId)).state !== 'queued') finish();
    });
    await settled;
    await this.#sendAlong(message, startedAtMs + timeoutMs - clock.monotonicMs());
    return await messageViews.view(lifetime.isOver ? message : await finder.any(messageId));
  }

  /** @throws {UsageError} `invalid-argument` @throws {LimitError} `quota` */
  async retry(messageId: string): Promise<MessageView> {
    const { context, finder, messageViews, presence, retry } = this.#parts;
    const before = await finder.any(messageId);
    const isTriedAgain = await retry.retry(before);
    const view = await messageViews.view(await finder.any(messageId));
    const contact = context.contacts.get(before.conversation);
    if (isTriedAgain) context.events.emit('message-state', view);
    if (isTriedAgain && contact) presence.contactWantsRetry(contact);
    return view;
  }

  /** What lets one message through lets the others through. Never rejects: what cannot go now waits as before. */
  async #sendAlong({ messageId }: MessageRecord, leftMs: number): Promise<void> {
    const { context, outbox } = this.#parts;
    if (leftMs <= 0 || context.lifetime.isOver) return;
    const sending = outbox.sendAlong(messageId).catch(context.onError);
    // What is under way when the time is over goes on until it is done or the client is closed.
    context.lifetime.run(() => sending);
    await withTimeout(context, leftMs, () => sending).catch(() => undefined);
  }

  /** Sends it as far as it goes now; keys that are missing first. */
  async #deliver({ conversation, messageId }: MessageRecord): Promise<void> {
    const { context, contactWork, outbox, presence } = this.#parts;
    await presence.connect();
    const contact = context.contacts.get(conversation);
    if (contact) await contactWork.doNow(contact);
    await outbox.sendMessage(messageId);
  }
}
