/**
 * Reactions, edits and deletions of ours that could not be delivered, as the outbox has them: they have no place of their
 * own in a conversation, so an app must be able to ask (specs/08 §7, specs/11 §1).
 */
import type { ContactRecord, MessageRecord, OutboxRecord, StoreChange } from '@sotto/ports';
import { formatHex, LIMITS, type MessageId } from '@sotto/wire';
import { DELETION } from '../content/deletion.ts';
import { EDIT } from '../content/edit.ts';
import { REACTION } from '../content/reaction.ts';
import type { ClientContext } from '../context.ts';
import type { MessageView } from '../conversation-views.ts';
import type { MessageViews } from '../message-view.ts';

const OVER = ['failed', 'expired'] as const;
const MAX_LISTED = 200;
const MAX_ROWS_PER_MESSAGE = 64;

export class FailedEffects {
  readonly #context: ClientContext;
  readonly #views: MessageViews;

  constructor(context: ClientContext, views: MessageViews) {
    this.#context = context;
    this.#views = views;
  }

  /** Oldest first, at most 200; of one conversation or of all. */
  async list(contact?: ContactRecord): Promise<readonly MessageView[]> {
    const rows = await this.#context.store.outbox({ statuses: [...OVER], limit: LIMITS.MAX_OUTBOX_ENVELOPES });
    const messages = new Map<string, Pick<OutboxRecord, 'accountId'> & { readonly messageId: MessageId }>();
    const conversation = contact && formatHex(contact.accountId);
    for (const { accountId, messageId } of rows) {
      if (messageId === undefined || (conversation !== undefined && formatHex(accountId) !== conversation)) continue;
      messages.set(formatHex(messageId), { accountId, messageId });
    }
    const failed: MessageView[] = [];
    for (const { accountId, messageId } of messages.values()) {
      const message = await this.#context.store.message(accountId, messageId);
      if (message !== undefined && isFailedEffect(message)) failed.push(await this.#views.view(message));
      if (failed.length === MAX_LISTED) break;
    }
    return failed;
  }

  /** The person has seen it and does not want it tried again: what was to be sent is deleted. */
  async dismiss({ conversation, messageId }: MessageRecord): Promise<void> {
    const { store, ledger, locks } = this.#context;
    await locks.run(formatHex(conversation), async () => {
      const message = await store.message(conversation, messageId);
      if (message === undefined || !isFailedEffect(message)) return;
      const rows = await store.outbox({ messageId, statuses: [...OVER], limit: MAX_ROWS_PER_MESSAGE });
      const changes = rows.map(({ envelopeId }): StoreChange => ({ kind: 'delete-outbox', envelopeId }));
      if (changes.length > 0) await ledger.commit(changes);
    });
  }
}

/** A deletion leaves nothing of itself; a reaction or an edit that has gone was made void by something later. */
function isFailedEffect({ direction, state, visibility, type }: MessageRecord): boolean {
  const isEffect =
    type === DELETION.type || ((type === REACTION.type || type === EDIT.type) && visibility === 'effect');
  return isEffect && direction === 'out' && (state === 'failed' || state === 'expired');
}
