/** Finds the message that a text id names. */
import type { MessageRecord } from '@sotto/ports';
import { type AccountId, asMessageId, type MessageId, parseHex, SottoError, UsageError } from '@sotto/wire';
import type { ClientContext } from '../context.ts';

export class MessageFinder {
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /**
   * A message or an effect of any conversation; of ours also what has gone here and may be on its way. Senders choose the ids
   * of their messages: one of theirs never stands for one of ours (attack C4). @throws {UsageError} `invalid-argument`
   */
  async any(id: string): Promise<MessageRecord> {
    const messageId = parseId(id);
    let theirs: MessageRecord | undefined;
    for (const { accountId } of this.#context.contacts.all()) {
      const message = await this.#context.store.message(accountId, messageId);
      if (message?.direction === 'out') return message;
      if (message && message.visibility !== 'gone') theirs ??= message;
    }
    if (theirs) return theirs;
    throw noSuchMessage();
  }

  /** One that has a place in its conversation. @throws {UsageError} `invalid-argument` */
  async shown(id: string): Promise<MessageRecord> {
    const message = await this.any(id);
    if (message.visibility !== undefined && message.visibility !== 'deleted') throw noSuchMessage();
    return message;
  }

  /** One of this conversation. @throws {UsageError} `invalid-argument` */
  async in(conversation: AccountId, id: string): Promise<MessageRecord> {
    const message = await this.#context.store.message(conversation, parseId(id));
    if (message && message.visibility !== 'gone') return message;
    throw noSuchMessage();
  }
}

/** @throws {UsageError} `invalid-argument` */
export function parseId(id: string): MessageId {
  try {
    return asMessageId(parseHex(id));
  } catch (error) {
    if (error instanceof SottoError) throw noSuchMessage();
    throw error;
  }
}

function noSuchMessage(): UsageError {
  return new UsageError('invalid-argument', 'no such message', { hint: 'Ids stand in `sotto history --json`.' });
}
